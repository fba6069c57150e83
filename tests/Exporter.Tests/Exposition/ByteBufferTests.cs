using System.Buffers;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class ByteBufferTests
{
    [Fact]
    public void What_was_written_survives_growth()
    {
        using var buffer = new ByteBuffer();
        var expected = Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7 % 251)).ToArray();
        foreach (var chunk in expected.Chunk(333)) buffer.Write(chunk);
        Assert.True(buffer.Written.SequenceEqual(expected));
        buffer.Truncate(10);
        Assert.True(buffer.Written.SequenceEqual(expected.AsSpan(0, 10)));
    }

    [Fact]
    public void More_than_was_given_or_written_is_refused()
    {
        using var buffer = new ByteBuffer();
        var given = buffer.GetSpan(1).Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(given + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Truncate(1));
    }
}
