using System.Text.Json;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>One event of a watch (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes).</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">To what.</param>
internal readonly record struct WatchEvent(WatchEventType Type, ApiObject Object)
{
    /// <summary>Reads one.</summary>
    /// <param name="json">All of it.</param>
    /// <param name="result">The event.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, out WatchEvent result)
    {
        result = default;
        var type = WatchEventType.Unknown;
        Range inner = default;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = PodLimits.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (JsonSteps.NextName(ref reader))
            {
                if (reader.ValueTextEquals("type"u8)) type = TypeOf(JsonSteps.Text(ref reader));
                else if (reader.ValueTextEquals("object"u8)) inner = Measure(ref reader);
                else JsonSteps.SkipValue(ref reader);
            }
        }
        catch (JsonException)
        {
            return false;
        }

        if (!ApiObjectJson.TryParse(json[inner], out var item)) return false;
        result = new WatchEvent(type, item);
        return true;
    }

    /// <summary>The object is read when the type is known, which may stand behind it.</summary>
    private static Range Measure(ref Utf8JsonReader reader)
    {
        reader.Read();
        var begin = (int)reader.TokenStartIndex;
        reader.Skip();
        return begin..(int)reader.BytesConsumed;
    }

    private static WatchEventType TypeOf(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("ADDED"u8) || text.SequenceEqual("MODIFIED"u8)) return WatchEventType.Present;
        if (text.SequenceEqual("DELETED"u8)) return WatchEventType.Deleted;
        if (text.SequenceEqual("BOOKMARK"u8)) return WatchEventType.Bookmark;
        return text.SequenceEqual("ERROR"u8) ? WatchEventType.Error : WatchEventType.Unknown;
    }
}
