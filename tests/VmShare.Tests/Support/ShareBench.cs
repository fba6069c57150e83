using System.Globalization;
using Wattshare.Attribution.Reporting;
using Wattshare.Fixtures;
using Wattshare.VmShare.Documents;

namespace Wattshare.VmShare.Tests.Support;

/// <summary>A root, a clock and a writer that can be restarted, with short ways to look at what was written.</summary>
internal sealed class ShareBench : IDisposable
{
    public const long Start = 1_000_000_000_000_000;
    private readonly TempFolder? _own;
    private ShareWriter? _writer;

    public ShareBench(string? root = null)
    {
        if (root is null) _own = new TempFolder();
        Root = root ?? _own!.Path;
    }

    public string Root { get; }

    public ManualTime Time { get; } = new();

    /// <summary>Applies a report one second after the last one.</summary>
    public IReadOnlyList<ShareFault> Apply(PowerReport report)
    {
        _writer ??= new ShareWriter(Root, new ShareOptions(), Time);
        Time.Advance(TimeSpan.FromSeconds(1));
        return _writer.Apply(report);
    }

    /// <summary>As if the exporter was killed: everything in memory is gone.</summary>
    public void Restart()
    {
        _writer?.Dispose();
        _writer = null;
    }

    public string Path(params string[] parts) => System.IO.Path.Join([Root, .. parts]);

    public string Energy(string vm, string zone = "intel-rapl:0") => Path(vm, zone, "energy_uj");

    public long Value(string vm, string zone = "intel-rapl:0") => long.Parse(File.ReadAllText(Energy(vm, zone)), CultureInfo.InvariantCulture);

    public ShareDocument Document(string vm)
    {
        Assert.True(ShareJson.TryParse(File.ReadAllBytes(Path(vm, "share.json")), out var document));
        return document!;
    }

    public string[] Names() => [.. Directory.EnumerateFileSystemEntries(Root).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!];

    public void Dispose()
    {
        Restart();
        _own?.Dispose();
    }
}
