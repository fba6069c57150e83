namespace Wattshare.Integration;

/// <summary>Whether the parts that integration tests are made of are on this machine.</summary>
internal static class LabNeeds
{
    private static readonly string[] Programs = ["dockerd", "containerd", "qemu-system-x86_64", "prometheus", "promtool", "busybox", "cpio", "gcc", "python3"];

    /// <summary>Why tests have to be skipped, or null when they are to run.</summary>
    public static string? Missing { get; } = Required ? null : Find();

    private static bool Required =>
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || Environment.GetEnvironmentVariable("LAB_REQUIRED") is { Length: > 0 };

    /// <summary>Looks for parts that only some tests need.</summary>
    /// <param name="parts">Programs, looked up in PATH, and absolute paths.</param>
    /// <param name="remedy">What installs them.</param>
    /// <returns>Why those tests have to be skipped, or null when they are to run.</returns>
    public static string? MissingOf(IEnumerable<string> parts, string remedy)
    {
        if (Required) return null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var missing = parts.Where(part => !folders.Any(folder => Path.Exists(Path.Combine(folder, part)))).ToList();
        return missing.Count == 0 ? null : $"Not installed: {string.Join(", ", missing)}. {remedy} does it.";
    }

    private static string? Find() =>
        Environment.IsPrivilegedProcess ? MissingOf(Programs, "tests/lab/install") : "Docker needs root.";
}
