namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>The three calls of the kernel that reading performance counters takes. Errors are negative error numbers, never exceptions. One thread.</summary>
internal interface IPerfKernel
{
    /// <summary>Opens a counter of one processor, for all processes on it; it counts from now on and begins at 0.</summary>
    /// <param name="type">The number of the PMU.</param>
    /// <param name="config">The event.</param>
    /// <param name="cpu">The processor.</param>
    /// <param name="group">The descriptor of the first counter of a group to join, or -1 to begin one.</param>
    /// <returns>A descriptor, or a negative error number.</returns>
    int Open(uint type, ulong config, int cpu, int group);

    /// <summary>Reads all counters of a group with one call.</summary>
    /// <param name="descriptor">The descriptor of the first counter.</param>
    /// <param name="words">Receives the number of counters and then one value for each, in the order in which they were opened.</param>
    /// <returns>The number of words; 0 when the counters are dead; or a negative error number.</returns>
    int Read(int descriptor, Span<ulong> words);

    /// <summary>Closes a counter.</summary>
    /// <param name="descriptor">Its descriptor.</param>
    void Close(int descriptor);
}
