namespace Wattshare.Fixtures.Simulator;

/// <summary>What the simulated meter is like. All powers are those of the whole host; several packages share them evenly.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The power of all packages when nothing runs, in microwatts.</summary>
    public long IdleMicrowatts { get; init; } = 10_000_000;

    /// <summary>The power of all packages when every hardware thread is busy, in microwatts.</summary>
    public long MaxMicrowatts { get; init; } = 65_000_000;

    /// <summary>The power of the memory when nothing runs, in microwatts; used only with <see cref="Dram"/>.</summary>
    public long DramIdleMicrowatts { get; init; } = 2_000_000;

    /// <summary>The power of the memory when every hardware thread is busy, in microwatts; used only with <see cref="Dram"/>.</summary>
    public long DramMaxMicrowatts { get; init; } = 6_000_000;

    /// <summary>Whether each package has a zone for memory beside it.</summary>
    public bool Dram { get; init; }

    /// <summary>How many packages there are.</summary>
    public int Packages { get; init; } = 1;

    /// <summary>The highest value of a counter in microjoules; it goes on with 0. The default is that of most Intel machines.</summary>
    public long MaxRangeMicrojoules { get; init; } = 262_143_328_850;

    /// <summary>What each counter shows first, or null for half of its range: real counters begin anywhere.</summary>
    public long? StartMicrojoules { get; init; }

    /// <summary>
    /// Whether the meter follows the scheduler's nanoseconds and not the clock ticks of <c>/proc/stat</c>. Power follows what really
    /// runs and not when a tick happens to look, so this is the better meter where the kernel has that count.
    /// </summary>
    public bool ByNanoseconds { get; init; }

    /// <summary>How often the counters are brought up to date.</summary>
    public TimeSpan UpdateInterval { get; init; } = TimeSpan.FromMilliseconds(10);
}
