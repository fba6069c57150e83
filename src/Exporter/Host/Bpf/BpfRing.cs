using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// One ring buffer that the kernel's side writes into (https://docs.kernel.org/bpf/ringbuf.html). One thread.
/// </summary>
internal abstract unsafe class BpfRing : IDisposable
{
    private readonly LibBpf _bpf;
    private readonly nint _ring;
    private GCHandle _self;

    /// <summary>Opens a ring buffer.</summary>
    /// <param name="bpf">The library.</param>
    /// <param name="map">The descriptor of its map.</param>
    protected BpfRing(LibBpf bpf, int map)
    {
        _bpf = bpf;
        _self = GCHandle.Alloc(this);
        _ring = bpf.NewRing(map, &Receive, (void*)GCHandle.ToIntPtr(_self), null);
        if (_ring == 0) Error = Marshal.GetLastSystemError();
    }

    /// <summary>Why it could not be opened, as an error number, or 0. Nothing may be asked of one that was not.</summary>
    public int Error { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ring != 0) _bpf.FreeRing(_ring);
        if (_self.IsAllocated) _self.Free();
    }

    /// <summary>Takes one record. Nothing may be thrown: the library calls.</summary>
    /// <param name="record">Its bytes.</param>
    protected abstract void Receive(ReadOnlySpan<byte> record);

    /// <summary>Has <see cref="Receive(ReadOnlySpan{byte})"/> called for each record that waits, in their order.</summary>
    /// <returns>0 or more, or a negative error number.</returns>
    protected int Consume() => _bpf.ConsumeRing(_ring);

    [UnmanagedCallersOnly]
    private static int Receive(void* context, void* data, nuint size)
    {
        ((BpfRing)GCHandle.FromIntPtr((nint)context).Target!).Receive(new ReadOnlySpan<byte>(data, (int)size));
        return 0;
    }
}
