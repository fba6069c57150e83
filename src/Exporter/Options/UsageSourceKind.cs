namespace Wattshare.Exporter.Options;

/// <summary>The values of <c>--usage.source</c>.</summary>
internal enum UsageSourceKind
{
    /// <summary>The best that works.</summary>
    Auto,

    /// <summary>The kernel's own books, by a BPF program.</summary>
    Bpf,

    /// <summary>The files of procfs and of the cgroups.</summary>
    Procfs,
}
