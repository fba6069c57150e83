using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>A list of hardware threads as the kernel writes it, such as <c>0-3,8,10-11</c> (cpuset(7), "List format").</summary>
internal static class CpuList
{
    /// <summary>Counts the hardware threads of a list.</summary>
    /// <param name="text">The file.</param>
    /// <param name="count">How many there are, 0 for the empty list.</param>
    /// <returns>False when it is not a list in ascending order.</returns>
    public static bool TryCount(ReadOnlySpan<byte> text, out long count)
    {
        count = 0;
        if (text.IsEmpty || text[^1] != '\n') return false;
        text = text[..^1];
        var (next, sum) = (0u, 0L);
        while (!text.IsEmpty)
        {
            if (!CpuRange.TryTake(ref text, next, out var range)) return false;
            (next, sum) = (range.Last + 1, sum + (range.Last - range.First) + 1);
        }

        count = sum;
        return true;
    }

    /// <summary>
    /// Finds the package that all hardware threads of a list belong to. Threads that are not online do not count, since nobody can run there.
    /// </summary>
    /// <param name="text">The file.</param>
    /// <param name="packages">Tells packages.</param>
    /// <param name="package">The package; null when they belong to several, or when none is online.</param>
    /// <returns>False when it is not a list in ascending order.</returns>
    public static bool TryFindPackage(ReadOnlySpan<byte> text, CpuPackages packages, out int? package)
    {
        package = null;
        if (text.IsEmpty || text[^1] != '\n') return false;
        text = text[..^1];
        var (next, found, isOne) = (0u, CpuPackages.None, true);
        while (!text.IsEmpty)
        {
            if (!CpuRange.TryTake(ref text, next, out var range)) return false;
            next = range.Last + 1;
            for (var thread = range.First; isOne && thread <= range.Last; thread++)
            {
                var here = packages.PackageOf(thread);
                if (here == CpuPackages.None) continue;
                isOne = found is CpuPackages.None || found == here;
                found = here;
            }
        }

        if (isOne && found != CpuPackages.None) package = found;
        return true;
    }
}
