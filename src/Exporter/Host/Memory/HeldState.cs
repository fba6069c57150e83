using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Memory;

/// <summary>What is remembered of the memory that one virtual machine or container holds. Sampling thread only.</summary>
internal sealed class HeldState
{
    /// <summary>When it is read again.</summary>
    public SlowTurn Turn { get; } = new();

    /// <summary>What was last read, in units of 1024 bytes, or -1 when nothing is known.</summary>
    public long Kibibytes { get; set; } = -1;

    /// <summary>Whether the last reading was garbage.</summary>
    public bool IsUnreadable { get; set; }
}
