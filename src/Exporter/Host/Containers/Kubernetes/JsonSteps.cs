using System.Text.Json;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Steps through JSON of which only a part is wanted. Each may throw <see cref="JsonException"/> where the text is no JSON.</summary>
internal static class JsonSteps
{
    /// <summary>Goes to the next name of the object that the reader is in.</summary>
    /// <param name="reader">Stands after a value, or on the begin of the object.</param>
    /// <returns>False at the end of the object.</returns>
    public static bool NextName(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes from a name into its value, if that is an object.</summary>
    /// <param name="reader">Stands on a name.</param>
    /// <returns>False when the value is something else, which was skipped.</returns>
    public static bool EnterObject(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartObject);

    /// <summary>Goes from a name into its value, if that is an array.</summary>
    /// <param name="reader">Stands on a name.</param>
    /// <returns>False when the value is something else, which was skipped.</returns>
    public static bool EnterArray(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartArray);

    /// <summary>Goes to the next object of the array that the reader is in; other elements are skipped.</summary>
    /// <param name="reader">Stands in the array.</param>
    /// <returns>False at the end of the array.</returns>
    public static bool NextObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) return true;
            reader.Skip();
        }

        return false;
    }

    /// <summary>Takes the text that follows a name, with its escapes as they were written: no name of Kubernetes has any.</summary>
    /// <param name="reader">Stands on a name.</param>
    /// <returns>The bytes; none when the value is no text.</returns>
    public static ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return reader.ValueSpan;
        reader.Skip();
        return default;
    }

    /// <summary>Takes the number that follows a name.</summary>
    /// <param name="reader">Stands on a name.</param>
    /// <returns>The number; 0 when the value is no such number.</returns>
    public static int Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetInt32(out var number) ? number : 0;
        reader.Skip();
        return 0;
    }

    /// <summary>Goes past the value that follows a name.</summary>
    /// <param name="reader">Stands on a name.</param>
    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static bool Enter(ref Utf8JsonReader reader, JsonTokenType begin)
    {
        reader.Read();
        if (reader.TokenType == begin) return true;
        reader.Skip();
        return false;
    }
}
