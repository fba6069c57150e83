using System.Text.RegularExpressions;

namespace Wattshare.Fixtures.Lab;

/// <summary>
/// A real guest: Debian's kernel and a busybox RAM disk under QEMU with TCG, one virtual CPU, and its folder of the share mounted
/// by 9p without a cache. What it does is in <c>tests/lab/init</c>.
/// </summary>
public sealed partial class QemuGuest : IAsyncDisposable
{
    private const long DiskBytes = 64 << 20;

    private readonly LabDirectory _directory;
    private readonly LabProcess _process;

    private QemuGuest(GuestOptions options, LabDirectory directory, LabProcess process)
    {
        Options = options;
        _directory = directory;
        _process = process;
    }

    /// <summary>What it is.</summary>
    public GuestOptions Options { get; }

    /// <summary>The id of the hypervisor's process.</summary>
    public int Id => _process.Id;

    /// <summary>Everything on its console so far.</summary>
    public string Console => ReadShared(_directory.At("console"));

    /// <summary>What its reader of the share printed so far, oldest first.</summary>
    public IReadOnlyList<ShareReading> Readings => [.. ReadingLine().Matches(Console).Select(match => new ShareReading(
        long.Parse(match.Groups[1].Value), long.Parse(match.Groups[2].Value), long.Parse(match.Groups[3].Value), long.Parse(match.Groups[4].Value)))];

    /// <summary>The texts that its own program answered at <c>/metrics</c>, oldest first, those that are complete.</summary>
    public IReadOnlyList<string> Metrics =>
        [.. MetricsBlock().Matches(ReadShared(_directory.At("metrics"))).Select(match => match.Groups["text"].Value)];

    /// <summary>Fetches the kernel if need be, makes the RAM disk and starts the guest, which boots then.</summary>
    /// <param name="options">What it is and does.</param>
    /// <returns>The guest.</returns>
    public static async Task<QemuGuest> StartAsync(GuestOptions options)
    {
        var directory = new LabDirectory("guest");
        var kernel = await LabTool.MustRunAsync(Path.Combine(RepositoryPaths.LabScripts, "kernel"), RepositoryPaths.Cache);
        string[] program = options.Program is null ? [] : [options.Program];
        await LabTool.MustRunAsync(Path.Combine(RepositoryPaths.LabScripts, "initrd"), [kernel, directory.At("initrd"), .. program]);
        var process = LabProcess.Start("qemu-system-x86_64", [
            "-name", $"guest={options.Name},debug-threads=on", "-uuid", options.Uuid.ToString(),
            "-accel", "tcg", "-cpu", "max", "-smp", "1", "-m", "512", "-nodefaults", "-display", "none", "-no-reboot",
            "-kernel", Path.Combine(kernel, "vmlinuz"), "-initrd", directory.At("initrd"), "-append", CommandLine(options),
            "-serial", $"file:{directory.At("console")}", "-serial", $"file:{directory.At("metrics")}",
            "-virtfs", $"local,path={options.SharePath},mount_tag=wattshare,security_model=none,readonly=on", .. Disk(options, directory)]);
        return new(options, directory, process);
    }

    /// <summary>Sends a signal to the hypervisor's process.</summary>
    /// <param name="signal">The signal.</param>
    public void Send(Signal signal) => _process.Send(signal);

    /// <summary>Waits until the guest has booted and mounted its share.</summary>
    /// <returns>A task that ends then.</returns>
    public Task WaitBootedAsync() => WaitAsync(() => Console.Contains("GUEST share mounted", StringComparison.Ordinal), "to boot");

    /// <summary>Waits until something is true of the guest.</summary>
    /// <param name="question">The question.</param>
    /// <param name="what">What it is asked for, for the message.</param>
    /// <returns>A task that ends when it is true.</returns>
    /// <exception cref="TimeoutException">It never was; the message has the console's last lines.</exception>
    public Task WaitAsync(Func<bool> question, string what) => Poll.UntilAsync(
        () => _process.HasExited ? throw new InvalidOperationException($"QEMU ended:\n{_process.OutputText}") : question(),
        TimeSpan.FromSeconds(120),
        () => $"guest {Options.Name} {what}. Its console ends with:\n{string.Join('\n', Console.Split('\n').TakeLast(40))}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }

    private static string[] Disk(GuestOptions options, LabDirectory directory)
    {
        if (!options.ReadsDisk) return [];
        using (var disk = File.Create(directory.At("disk"))) disk.SetLength(DiskBytes);
        return
        [
            "-object", "iothread,id=iothread0", "-drive", $"if=none,id=disk0,format=raw,aio=threads,file={directory.At("disk")}",
            "-device", "virtio-blk-pci,drive=disk0,iothread=iothread0",
        ];
    }

    private static string CommandLine(GuestOptions options)
    {
        var words = new List<string> { "console=ttyS0", "quiet", "panic=-1" };
        if (options.Busy) words.Add("busy=1");
        if (options.ReadsDisk) words.Add("disk=1");
        if (options.ReadInterval is { } interval) words.Add($"reader={(int)interval.TotalMilliseconds}");
        if (options.Program is not null) words.Add("program=1");
        return string.Join(' ', words);
    }

    private static string ReadShared(string path)
    {
        if (!File.Exists(path)) return "";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Replace("\r", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^SHARE reopened=(-?\d+) kept=(-?\d+) reads=(\d+) bad=(\d+)$", RegexOptions.Multiline)]
    private static partial Regex ReadingLine();

    [GeneratedRegex(@"^=== begin (?<number>\d+)\n(?<text>(?s:.*?))^=== end \k<number>$", RegexOptions.Multiline)]
    private static partial Regex MetricsBlock();
}
