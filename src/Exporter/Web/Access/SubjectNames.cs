using System.Formats.Asn1;
using System.Net;

namespace Wattshare.Exporter.Web.Access;

/// <summary>The names in a subject alternative name (RFC 5280, 4.2.1.6): DNS names, IP addresses, e-mail addresses and URIs.</summary>
internal static class SubjectNames
{
    private const int Email = 1, Dns = 2, Uri = 6, Address = 7;

    /// <summary>Reads the names.</summary>
    /// <param name="extension">The extension's value, from a certificate that an authority signed.</param>
    /// <returns>The names as text; empty when it is malformed.</returns>
    public static IReadOnlyList<string> Of(byte[] extension)
    {
        var names = new List<string>();
        try
        {
            var sequence = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData)
            {
                if (Read(sequence) is { } name) names.Add(name);
            }

            return names;
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    private static string? Read(AsnReader sequence)
    {
        var tag = sequence.PeekTag();
        switch (tag.TagClass == TagClass.ContextSpecific ? tag.TagValue : -1)
        {
            case Email or Dns or Uri:
                return sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag);
            case Address:
                var bytes = sequence.ReadOctetString(tag);
                return bytes.Length is 4 or 16 ? new IPAddress(bytes).ToString() : null;
            default:
                sequence.ReadEncodedValue();
                return null;
        }
    }
}
