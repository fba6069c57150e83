namespace Wattshare.Exporter.Options;

/// <summary>The values of <c>--usage.source</c> that this version has.</summary>
internal enum UsageSourceKind
{
    /// <summary>The best that works.</summary>
    Auto,

    /// <summary>The files of procfs and of the cgroups.</summary>
    Procfs,
}
