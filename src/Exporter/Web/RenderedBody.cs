using System.IO.Compression;

namespace Wattshare.Exporter.Web;

/// <summary>One rendered answer, shared by everyone who asks for it. Immutable; compressed at the first request for that.</summary>
/// <param name="sequence">The report it was rendered from.</param>
/// <param name="renderedAt">When, as a timestamp of the cache's clock.</param>
/// <param name="plain">The bytes; they belong to the body from now on.</param>
internal sealed class RenderedBody(long sequence, long renderedAt, byte[] plain)
{
    private readonly Lazy<byte[]> _gzip = new(() => Compress(plain));

    /// <summary>The report it was rendered from.</summary>
    public long Sequence => sequence;

    /// <summary>When it was rendered, as a timestamp of the cache's clock.</summary>
    public long RenderedAt => renderedAt;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Plain => plain;

    /// <summary>The bytes in gzip format.</summary>
    public ReadOnlyMemory<byte> Gzip => _gzip.Value;

    private static byte[] Compress(byte[] plain)
    {
        using var target = new MemoryStream(plain.Length / 8);
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(plain);
        return target.ToArray();
    }
}
