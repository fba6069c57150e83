using System.Globalization;
using Wattshare.Exporter.Host.Cgroups;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>A cgroup of the machine that runs the tests, in the hierarchy that the exporter would read; removed at the end. Needs root.</summary>
internal sealed class RealGroup : IDisposable
{
    private readonly string _directory;
    private readonly bool _version2;

    /// <summary>Makes a group.</summary>
    /// <param name="suffix">Tells it from others of the same process.</param>
    public RealGroup(string suffix = "")
    {
        var layout = CgroupLayout.Detect("/sys")!;
        _version2 = layout.Version2;
        Path = string.Create(CultureInfo.InvariantCulture, $"/wattshare-test-{Environment.ProcessId}{suffix}");
        _directory = System.Text.Encoding.UTF8.GetString(layout.Root.AsSpan().TrimEnd((byte)0)) + Path;
        Directory.CreateDirectory(_directory);
    }

    public string Path { get; }

    public void Enter(int pid) => File.WriteAllText(System.IO.Path.Combine(_directory, "cgroup.procs"), pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>What the kernel says that the group used.</summary>
    public long UsageNanoseconds()
    {
        var text = File.ReadAllBytes(System.IO.Path.Combine(_directory, _version2 ? "cpu.stat" : "cpuacct.usage"));
        Assert.True(CgroupCounter.TryParse(text, _version2, out var nanoseconds));
        return nanoseconds;
    }

    public void Dispose()
    {
        for (var i = 0; i < 50; i++)
        {
            try
            {
                Directory.Delete(_directory);
                return;
            }
            catch (IOException)
            {
                Thread.Sleep(20);
            }
        }
    }
}
