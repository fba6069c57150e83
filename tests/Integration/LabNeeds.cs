namespace Wattshare.Integration;

/// <summary>Whether the parts that integration tests are made of are on this machine.</summary>
internal static class LabNeeds
{
    private static readonly string[] Programs = ["dockerd", "containerd", "qemu-system-x86_64", "prometheus", "promtool", "busybox", "cpio", "gcc", "python3"];

    /// <summary>Why tests have to be skipped, or null when they are to run.</summary>
    public static string? Missing { get; } = Required ? null : Find();

    private static bool Required =>
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || Environment.GetEnvironmentVariable("LAB_REQUIRED") is { Length: > 0 };

    private static string? Find()
    {
        if (!Environment.IsPrivilegedProcess) return "Docker needs root.";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var missing = Programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToList();
        return missing.Count == 0 ? null : $"Not installed: {string.Join(", ", missing)}. tests/lab/install does it.";
    }
}
