using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Wattshare.Exporter.Host.Kernel;

/// <summary>
/// Which processor package each hardware thread belongs to, from <c>devices/system/cpu/cpuN/topology/physical_package_id</c>
/// (https://docs.kernel.org/admin-guide/cputopology.html). Read at the first question and again when hardware threads came or went. What
/// does not tell its package has none; with one such, or with one package, nothing is to be told apart. Sampling thread only.
/// </summary>
/// <param name="sysfsRoot">The root of sysfs.</param>
internal sealed class CpuPackages(string sysfsRoot)
{
    /// <summary>No package.</summary>
    public const int None = -1;

    private const int MaxThreads = 65_536;
    private const int HighestPackage = 65_535;

    private readonly string _root = sysfsRoot.TrimEnd('/') + "/devices/system/cpu/";
    private int[] _packages = [];
    private int[] _distinct = [];

    /// <summary>One more each time that the answers may have changed; 0 before the first reading.</summary>
    public int Version { get; private set; }

    /// <summary>True when hardware threads of more than one package are online, and each of them tells its package.</summary>
    public bool AreSeveral => _distinct.Length > 1;

    /// <summary>The packages that have hardware threads, ascending; empty unless there are several.</summary>
    public ReadOnlySpan<int> Distinct => _distinct;

    /// <summary>The package of a hardware thread.</summary>
    /// <param name="thread">The number of the thread.</param>
    /// <returns>The package, or <see cref="None"/> when the thread was not online at the last reading.</returns>
    public int PackageOf(long thread) => thread >= 0 && thread < _packages.Length ? _packages[thread] : None;

    /// <summary>Reads the packages.</summary>
    /// <param name="online">The hardware threads that are online.</param>
    public void Read(ReadOnlySpan<int> online)
    {
        var highest = 0;
        foreach (var thread in online) highest = Math.Max(highest, Math.Min(thread, MaxThreads - 1));
        var packages = new int[highest + 1];
        Array.Fill(packages, None);
        var found = new SortedSet<int>();
        foreach (var thread in online)
        {
            var package = thread < MaxThreads ? ReadPackage(thread) : None;
            found.Add(package);
            if (thread < MaxThreads) packages[thread] = package;
        }

        if (Version == 0 || !packages.AsSpan().SequenceEqual(_packages)) Version++;
        _packages = packages;
        _distinct = found.Contains(None) || found.Count < 2 ? [] : [.. found];
    }

    private int ReadPackage(int thread)
    {
        var path = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_root}cpu{thread}/topology/physical_package_id\0"));
        Span<byte> text = stackalloc byte[32];
        var length = HostFile.ReadOnce(path, text);
        if (length <= 1 || text[length - 1] != '\n') return None;
        return Utf8Parser.TryParse(text[..(length - 1)], out int package, out var used) && used == length - 1 && package is >= 0 and <= HighestPackage ? package : None;
    }
}
