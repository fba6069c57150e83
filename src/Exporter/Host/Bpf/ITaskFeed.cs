using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>The kernel's side of the BPF source. One thread; nothing is allocated but growing buffers. Results below 0 are negative error numbers.</summary>
internal interface ITaskFeed : IDisposable
{
    /// <summary>What was lost since the start, as of the last <see cref="TakeEnded"/>.</summary>
    BpfLosses Losses { get; }

    /// <summary>Begins a read of the tasks.</summary>
    /// <param name="full">Whether tasks that did not run are written as well.</param>
    /// <returns>0 or an error.</returns>
    int Begin(bool full);

    /// <summary>Reads on. Records may be cut anywhere between two calls.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <returns>How many bytes came, 0 at the end, or an error.</returns>
    int Read(Span<byte> buffer);

    /// <summary>Ends the read.</summary>
    void End();

    /// <summary>Takes the records of tasks that ended, in the order in which the kernel freed them.</summary>
    /// <param name="records">Where they go; those of another length are left out.</param>
    /// <returns>0 or an error.</returns>
    int TakeEnded(Buffer<TaskRecord> records);

    /// <summary>Takes the groups that were made since the last call, in their order.</summary>
    /// <param name="groups">Where they go; those of another length are left out.</param>
    /// <returns>0 or an error.</returns>
    int TakeMade(Buffer<GroupRecord> groups);

    /// <summary>Takes the sums of dropped records. To be asked when <see cref="Losses"/> say that some were dropped.</summary>
    /// <param name="overflows">Where they go.</param>
    void TakeOverflows(Buffer<GroupOverflow> overflows);
}
