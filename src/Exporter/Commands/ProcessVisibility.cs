namespace Wattshare.Exporter.Commands;

/// <summary>Whether procfs shows the processes of others: the mount option hidepid of proc(5).</summary>
internal static class ProcessVisibility
{
    /// <summary>Looks at the options of the mount.</summary>
    /// <param name="procfs">The root of procfs.</param>
    /// <returns>The fact for the report.</returns>
    public static CheckFact Fact(string procfs)
    {
        try
        {
            var hidepid = File.ReadLines(Path.Combine(procfs, "mounts")).Select(line => HidepidOf(line, procfs)).LastOrDefault(value => value is not null);
            return IsHiding(hidepid) ? Hidden(hidepid!, procfs) : new CheckFact(CheckLevel.Ok, "procfs", $"{procfs} shows the processes of all users");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new CheckFact(
                CheckLevel.Warning, "procfs", $"{procfs} cannot be read; nothing can be attributed", "--path.procfs must be the host's procfs");
        }
    }

    private static CheckFact Hidden(string hidepid, string procfs) => new(
        CheckLevel.Warning,
        "procfs",
        $"{procfs} is mounted with {hidepid}: without CAP_SYS_PTRACE only one's own processes are seen",
        $"mount -o remount,hidepid=0 {procfs}");

    /// <summary>The hidepid option of one line of the mount table, or empty for a procfs without it; null for another mount.</summary>
    private static string? HidepidOf(string line, string procfs)
    {
        // Fields of fstab(5): device, mount point, type, options.
        var fields = line.Split(' ');
        if (fields.Length < 4 || fields[2] != "proc" || fields[1] != TrimSlash(procfs)) return null;
        return fields[3].Split(',').FirstOrDefault(option => option.StartsWith("hidepid=", StringComparison.Ordinal)) ?? "";
    }

    private static bool IsHiding(string? hidepid) => !string.IsNullOrEmpty(hidepid) && hidepid is not ("hidepid=0" or "hidepid=off");

    private static string TrimSlash(string path) => path.Length > 1 ? path.TrimEnd('/') : path;
}
