using System.Buffers.Text;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Wattshare.Exporter.Web.Access;

/// <summary>What a client says who it is: the header <c>Authorization: Basic</c> (RFC 7617).</summary>
/// <param name="User">The name.</param>
/// <param name="Password">The password, as bytes in the client's encoding.</param>
internal readonly record struct BasicCredentials(string User, byte[] Password)
{
    private const string Scheme = "Basic ";
    private const int MaxLength = 1024;

    /// <summary>Reads the header.</summary>
    /// <param name="header">The header's lines.</param>
    /// <param name="credentials">The credentials.</param>
    /// <returns>False when there are none, or they are malformed or absurdly long.</returns>
    public static bool TryParse(StringValues header, out BasicCredentials credentials)
    {
        credentials = default;
        if (header.Count != 1 || header[0] is not { } text || text.Length > MaxLength || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var encoded = text.AsSpan(Scheme.Length).Trim();
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        if (encoded.ContainsAny(" \t\r\n") || !Convert.TryFromBase64Chars(encoded, bytes, out var length)) return false;
        var pair = bytes.AsSpan(0, length);
        var colon = pair.IndexOf((byte)':');
        if (colon < 0) return false;
        credentials = new BasicCredentials(Encoding.UTF8.GetString(pair[..colon]), pair[(colon + 1)..].ToArray());
        return true;
    }

    /// <summary>The name alone, since the rest is a secret.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => User;
}
