using System.Runtime.InteropServices;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// One read of all tasks, with records put together that were cut between two reads. One thread; allocates nothing once the buffers have grown.
/// </summary>
/// <param name="feed">The kernel's side.</param>
internal sealed class TaskPass(ITaskFeed feed)
{
    // The kernel hands out at most eight pages at once.
    private readonly byte[] _bytes = new byte[64 * 1024];

    /// <summary>Reads to the end.</summary>
    /// <param name="full">Whether tasks that did not run are wanted as well.</param>
    /// <param name="records">Where the records go. After an error it holds those that came before; the kernel counts them as read.</param>
    /// <returns>0, or a negative error number.</returns>
    public int Read(bool full, Buffer<TaskRecord> records)
    {
        try
        {
            var result = feed.Begin(full);
            return result == 0 ? ReadAll(records) : result;
        }
        finally
        {
            feed.End();
        }
    }

    private int ReadAll(Buffer<TaskRecord> records)
    {
        var held = 0;
        while (true)
        {
            var length = feed.Read(_bytes.AsSpan(held));
            if (length <= 0) return length == 0 && held > 0 ? -Kernel.Errno.BadMessage : length;
            held += length;
            var whole = MemoryMarshal.Cast<byte, TaskRecord>(_bytes.AsSpan(0, held));
            foreach (ref readonly var record in whole) records.Add(record);
            var used = whole.Length * TaskRecord.Size;
            _bytes.AsSpan(used, held - used).CopyTo(_bytes);
            held -= used;
        }
    }
}
