using System.Buffers;
using System.Text.Unicode;

namespace Wattshare.Exporter.Exposition;

/// <summary>
/// Writes label pairs. Values come from guests, containers and processes: exactly backslash, quote and line feed are escaped (the only
/// escapes of both formats), text that is not valid Unicode is replaced, and a value of absurd length is cut.
/// </summary>
internal static class LabelText
{
    /// <summary>The longest value that is written whole, in UTF-16 units: far above any real name, and a bound for what a hostile one costs.</summary>
    public const int MaxValueLength = 1024;

    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\"\n");

    /// <summary>Writes <c>name="value"</c>.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="name">A valid label name in UTF-8.</param>
    /// <param name="value">Any text.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        output.Write(name);
        output.Write("=\""u8);
        if (value.Length <= MaxValueLength)
        {
            WriteEscaped(output, value);
        }
        else
        {
            // A pair of surrogates is not cut in two.
            var end = char.IsHighSurrogate(value[MaxValueLength - 2]) ? MaxValueLength - 2 : MaxValueLength - 1;
            WriteEscaped(output, value[..end]);
            output.Write("…"u8);
        }

        output.Write("\""u8);
    }

    private static void WriteEscaped(IBufferWriter<byte> output, ReadOnlySpan<char> value)
    {
        while (true)
        {
            var special = value.IndexOfAny(Escaped);
            if (special < 0)
            {
                WriteUtf8(output, value);
                return;
            }

            WriteUtf8(output, value[..special]);
            output.Write(value[special] switch { '\n' => "\\n"u8, '"' => "\\\""u8, _ => "\\\\"u8 });
            value = value[(special + 1)..];
        }
    }

    private static void WriteUtf8(IBufferWriter<byte> output, ReadOnlySpan<char> value)
    {
        if (value.IsEmpty) return;

        // Three bytes are the most that one UTF-16 unit becomes, the replacement character included.
        var span = output.GetSpan(value.Length * 3);
        Utf8.FromUtf16(value, span, out _, out var written);
        output.Advance(written);
    }
}
