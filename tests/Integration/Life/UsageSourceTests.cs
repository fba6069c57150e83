using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Life;

/// <summary>What the exporter does on hosts that lack something that the BPF source needs. Each is this host without that one thing.</summary>
[Collection(WholeMachine.Name)]
public sealed class UsageSourceTests : IAsyncLifetime
{
    private readonly LabDirectory _directory = new("usage");
    private readonly PowerSimulator _simulator;

    public UsageSourceTests() => _simulator = new(_directory.Make("sys"), new());

    private string Without => _directory.At("without");

    public async Task InitializeAsync()
    {
        if (LabNeeds.Missing is not null) return;
        await CompileAsync(Path.Combine(RepositoryPaths.LabScripts, "without.c"), Without);

        // A library from before 1.0, as far as the exporter can tell.
        await File.WriteAllTextAsync(_directory.At("old.c"), "unsigned libbpf_major_version(void) { return 0; }\n");
        await CompileAsync(_directory.At("old.c"), _directory.At("libbpf-old.so"), "-shared", "-fPIC");
        _directory.Make("empty");
    }

    public Task DisposeAsync()
    {
        _simulator.Dispose();
        _directory.Dispose();
        return Task.CompletedTask;
    }

    [LabTheory]
    [InlineData("bpf-call", "the kernel does not allow bpf(2) (loading: error 1)")]
    [InlineData("capabilities", "the exporter lacks CAP_BPF and CAP_PERFMON")]
    [InlineData("performance", "the exporter lacks CAP_PERFMON")]
    [InlineData("file /sys/kernel/btf {directory}/empty", "the kernel has no BTF (/sys/kernel/btf/vmlinux)")]
    [InlineData("file {library} /dev/null", "libbpf.so.1 is not installed")]
    [InlineData("file {library} {directory}/libbpf-old.so", "libbpf is older than 1.0")]
    public async Task Without_what_it_needs_the_exporter_falls_back_and_says_why_in_one_line(string what, string reason)
    {
        await using var exporter = Start(what, out var port);
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await ReadyAsync(client, exporter);
        var line = Assert.Single(exporter.Output, line => line.Contains("bpf cannot be used", StringComparison.Ordinal));
        Assert.Contains($"CPU time of tasks from procfs; bpf cannot be used: {reason}. Fix: ", line, StringComparison.Ordinal);
        var metrics = MetricsText.Parse(await client.GetStringAsync("/metrics"));
        Assert.Equal("procfs", metrics.One("wattshare_usage_info")["source"]);
        Assert.Empty(EnergyIdentity.Violations(metrics));
    }

    [LabTheory]
    [InlineData("descriptors 256")]
    [InlineData("locked-memory")]
    public async Task Low_limits_are_no_reason_to_fall_back(string what)
    {
        await using var exporter = Start(what, out var port);
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await ReadyAsync(client, exporter);
        var metrics = MetricsText.Parse(await client.GetStringAsync("/metrics"));
        Assert.Equal("bpf", metrics.One("wattshare_usage_info")["source"]);
        Assert.Equal(0, metrics.One("wattshare_faults_total", ("kind", "usage_unreadable")).Value);
    }

    [LabFact]
    public async Task Asked_for_by_name_a_source_that_cannot_be_used_is_an_error_with_its_fix()
    {
        await using var exporter = Start("performance", out _, "--usage.source=bpf");
        Assert.Equal(2, await exporter.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(
            "wattshare: --usage.source=bpf cannot be used: the exporter lacks CAP_PERFMON. Grant CAP_PERFMON (systemd: AmbientCapabilities=), or run it as root.",
            Assert.Single(exporter.Output));
    }

    private LabProcess Start(string what, out int port, params string[] more)
    {
        port = FreePort.Find();
        var library = Directory.EnumerateFiles("/usr/lib", "libbpf.so.1", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).First();
        string[] parts = [.. what.Split(' ').Select(part => part
            .Replace("{directory}", _directory.At("."), StringComparison.Ordinal).Replace("{library}", library, StringComparison.Ordinal))];
        return ExporterProcess.StartProgram(
            null, Without,
            [.. parts, RepositoryPaths.BuiltProgram, $"--path.sysfs={_simulator.SysfsPath}", $"--web.listen-address=127.0.0.1:{port}", "--sample.interval=200ms", .. more]);
    }

    private static Task ReadyAsync(HttpClient client, LabProcess exporter) => Poll.UntilAsync(
        async () =>
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/-/ready", UriKind.Relative));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        TimeSpan.FromSeconds(60),
        () => $"the exporter to be ready:\n{exporter.OutputText}");

    private static async Task CompileAsync(string source, string target, params string[] more)
    {
        await using var compiler = LabProcess.Start("gcc", ["-Wall", "-O1", source, "-o", target, .. more]);
        Assert.True(await compiler.WaitForExitAsync(TimeSpan.FromSeconds(60)) == 0, compiler.OutputText);
    }
}
