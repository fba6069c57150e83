using System.Globalization;
using Wattshare.Exporter.Composition;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// Looks before the kernel is asked, so that what is missing can be named: capabilities(7), CAP_BPF and CAP_PERFMON since Linux 5.8.
/// </summary>
internal static class BpfRequirements
{
    private const ulong SysAdmin = 1UL << 21;
    private const ulong PerfMon = 1UL << 38;
    private const ulong Bpf = 1UL << 39;

    /// <summary>The inode of the first process namespace (PROC_PID_INIT_INO of include/linux/proc_ns.h).</summary>
    private const string FirstNamespace = "pid:[4026531836]";

    /// <summary>Checks everything that can be checked without the library.</summary>
    /// <param name="procfsRoot">The root of procfs.</param>
    /// <param name="typesPath">Where the kernel describes its types.</param>
    /// <returns>The first obstacle, or null.</returns>
    public static BpfObstacle? Check(string procfsRoot, string typesPath = "/sys/kernel/btf/vmlinux")
    {
        if (SelfKey.Read(procfsRoot) is not { } self || self.Pid != Environment.ProcessId || self != SelfKey.Read("/proc")) return BpfObstacle.OtherProcfs(procfsRoot);
        if (InOwnNamespace()) return BpfObstacle.PidNamespace;
        if (!File.Exists(typesPath)) return BpfObstacle.NoTypes;
        var missing = MissingCapabilities(ReadStatus());
        return missing.Length > 0 ? BpfObstacle.Capabilities(missing) : null;
    }

    /// <summary>Names the capabilities that are not in effect.</summary>
    /// <param name="status">The text of <c>/proc/self/status</c>.</param>
    /// <returns>Their names, or empty when none is missing.</returns>
    internal static string MissingCapabilities(string status)
    {
        var line = status.Split('\n').FirstOrDefault(static line => line.StartsWith("CapEff:", StringComparison.Ordinal)) ?? "";
        if (!ulong.TryParse(line.Replace("CapEff:", "", StringComparison.Ordinal).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var held))
            return "CAP_BPF and CAP_PERFMON";
        if ((held & SysAdmin) != 0) return "";
        return (held & (Bpf | PerfMon)) switch
        {
            Bpf | PerfMon => "",
            Bpf => "CAP_PERFMON",
            PerfMon => "CAP_BPF",
            _ => "CAP_BPF and CAP_PERFMON",
        };
    }

    private static bool InOwnNamespace()
    {
        try
        {
            return new FileInfo("/proc/self/ns/pid").LinkTarget is { } target && target != FirstNamespace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string ReadStatus()
    {
        try
        {
            return File.ReadAllText("/proc/self/status");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
