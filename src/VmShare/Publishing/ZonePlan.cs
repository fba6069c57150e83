namespace Wattshare.VmShare.Publishing;

/// <summary>One zone of the tree, in the names of <c>/sys/class/powercap</c>.</summary>
/// <param name="Folder">The name of its directory.</param>
/// <param name="Name">The content of its file <c>name</c>.</param>
internal sealed record ZonePlan(string Folder, string Name)
{
    /// <summary>The processor package without memory, or the whole machine where only that is metered.</summary>
    public static ZonePlan Package { get; } = new("intel-rapl:0", "package-0");

    /// <summary>Memory.</summary>
    public static ZonePlan Dram { get; } = new("intel-rapl:0:0", "dram");
}
