using System.Globalization;
using System.Text;

namespace Wattshare.VmShare;

/// <summary>
/// Names of directories for virtual machines. A machine's name is hostile text of any length, and must become one path component:
/// different for different names, the same after every restart, never hidden, never <c>.</c> or <c>..</c>, and at most 255 bytes.
/// </summary>
public static class ShareName
{
    /// <summary>The longest encoding that is kept whole, in bytes. With the marks of a long name and of a twin it stays below 255.</summary>
    public const int LongestWhole = 200;

    /// <summary>The encoding of the empty name. A percent sign is otherwise always followed by two hexadecimal digits.</summary>
    private const string Empty = "%empty";

    /// <summary>
    /// Encodes a name. ASCII letters, digits, <c>.</c>, <c>_</c> and <c>-</c> stay, except for a leading dot; every other byte of
    /// the UTF-8 form becomes <c>%XX</c>. What is then longer than 200 bytes is cut and ends in <c>~</c> and 16 hexadecimal digits
    /// of the SHA-256 of the whole name. A tilde in a name is encoded, so no name looks like a cut one.
    /// </summary>
    /// <param name="name">Any text.</param>
    /// <returns>One path component of ASCII characters.</returns>
    public static string Encode(string name)
    {
        if (name.Length == 0) return Empty;
        var bytes = BytesOf(name);
        var encoded = new StringBuilder(name.Length);
        foreach (var value in bytes)
        {
            if (encoded.Length > LongestWhole) break;
            if (IsSafe(value, encoded.Length == 0)) encoded.Append((char)value);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return encoded.Length <= LongestWhole ? encoded.ToString() : Cut(encoded.ToString()) + Mark(bytes, 16);
    }

    /// <summary>The name of the directory of a machine whose name is taken by another live one.</summary>
    /// <param name="encoded">The encoded name.</param>
    /// <param name="key">The identity of the machine.</param>
    /// <returns>The encoded name, <c>~</c> and 8 hexadecimal digits of the SHA-256 of the key.</returns>
    public static string Twin(string encoded, string key) => encoded + Mark(BytesOf(key), 8);

    private static bool IsSafe(byte value, bool first) =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-' || (value == (byte)'.' && !first);

    /// <summary>The first 200 characters, without a part of a <c>%XX</c> at the end.</summary>
    private static string Cut(string encoded)
    {
        var percent = encoded.LastIndexOf('%', LongestWhole - 1, 2);
        return encoded[..(percent < 0 ? LongestWhole : percent)];
    }

    private static string Mark(byte[] bytes, int digits) => "~" + Convert.ToHexStringLower(Sha256.Hash(bytes))[..digits];

    /// <summary>
    /// UTF-8, with a lone surrogate as the three bytes it would have if it were a character: the encoder of .NET turns every lone
    /// surrogate into the same replacement character, and two names would share a directory.
    /// </summary>
    private static byte[] BytesOf(string text)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> buffer = stackalloc byte[4];
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var whole = Rune.DecodeFromUtf16(rest, out var rune, out var used) == System.Buffers.OperationStatus.Done;
            var length = whole ? rune.EncodeToUtf8(buffer) : EncodeSurrogate(rest[0], buffer);
            bytes.AddRange(buffer[..length]);
            rest = rest[used..];
        }

        return [.. bytes];
    }

    private static int EncodeSurrogate(char surrogate, Span<byte> buffer)
    {
        buffer[0] = (byte)(0xE0 | (surrogate >> 12));
        buffer[1] = (byte)(0x80 | ((surrogate >> 6) & 0x3F));
        buffer[2] = (byte)(0x80 | (surrogate & 0x3F));
        return 3;
    }
}
