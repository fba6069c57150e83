using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>What reading threads needs for a moment; one for all machines. One thread.</summary>
internal sealed class VmThreadScratch
{
    /// <summary>Holds one <c>stat</c> file.</summary>
    public byte[] Text { get; } = new byte[4096];

    /// <summary>Lists one <c>task</c> directory.</summary>
    public DirectoryLister Lister { get; } = new();
}
