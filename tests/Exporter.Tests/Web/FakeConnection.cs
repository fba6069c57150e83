using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Wattshare.Exporter.Tests.Web;

/// <summary>The far side of an answer: takes bytes, ends after some of them, or breaks.</summary>
internal sealed class FakeConnection : PipeWriter, IHttpResponseBodyFeature
{
    public long Taken { get; private set; }

    public int Writes { get; private set; }

    /// <summary>After how many writes the client is gone.</summary>
    public int EndsAfter { get; init; } = int.MaxValue;

    /// <summary>At which write the connection breaks.</summary>
    public int BreaksAt { get; init; } = int.MaxValue;

    public Stream Stream => throw new NotSupportedException("The answer is written through the writer.");

    public PipeWriter Writer => this;

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        Writes++;
        if (Writes == BreaksAt) throw new IOException("broken");
        Taken += source.Length;
        return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: Writes >= EndsAfter));
    }

    public override void Advance(int bytes) => throw new NotSupportedException();

    public override Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();

    public override Span<byte> GetSpan(int sizeHint = 0) => throw new NotSupportedException();

    public override void CancelPendingFlush() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null) => throw new NotSupportedException();

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void DisableBuffering() => throw new NotSupportedException();

    public Task StartAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task CompleteAsync() => throw new NotSupportedException();
}
