using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>A ring buffer of records of one kind. One thread; allocates nothing but a growing buffer.</summary>
/// <typeparam name="T">The record, laid out as in kernel/records.h.</typeparam>
/// <param name="bpf">The library.</param>
/// <param name="map">The descriptor of its map.</param>
internal sealed class BpfRecordRing<T>(LibBpf bpf, int map) : BpfRing(bpf, map)
    where T : unmanaged
{
    private Buffer<T>? _target;

    /// <summary>Takes the records that wait.</summary>
    /// <param name="records">Where they go; those of another length are left out.</param>
    /// <returns>0 or more, or a negative error number.</returns>
    public int Take(Buffer<T> records)
    {
        _target = records;
        var result = Consume();
        _target = null;
        return result;
    }

    /// <inheritdoc/>
    protected override void Receive(ReadOnlySpan<byte> record)
    {
        // Growing the buffer is all that could fail, and then the program is out of memory anyway.
        if (record.Length == Unsafe.SizeOf<T>()) _target?.Add(MemoryMarshal.Read<T>(record));
    }
}
