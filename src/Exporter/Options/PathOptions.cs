namespace Wattshare.Exporter.Options;

/// <summary>Where the host's file systems are seen. Nothing was read to check them.</summary>
internal sealed class PathOptions
{
    /// <summary>The root of procfs, <c>/proc</c> on a plain host.</summary>
    public string Procfs { get; set; } = "";

    /// <summary>The root of sysfs, <c>/sys</c> on a plain host; cgroups and powercap are below it.</summary>
    public string Sysfs { get; set; } = "";

    /// <summary>The prefix of all other host files, <c>/</c> on a plain host.</summary>
    public string Rootfs { get; set; } = "";
}
