using System.Text;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class SelfTests
{
    private const string Stat =
        "42 (a) b (c) S 1 42 42 0 -1 4194560 1 2 3 4 150 50 7 8 20 0 11 0 123456 1000000 250 18446744073709551615 1 1\n";

    [Fact]
    public void A_stat_line_is_read_after_its_last_parenthesis()
    {
        Assert.True(SelfStat.TryParse(Encoding.ASCII.GetBytes(Stat), out var stat));
        Assert.Equal(new SelfStat(200, 11, 123456, 1000000, 250), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (a) S 1 42")]
    [InlineData("42 (a) S 1 42 42 0 -1 4194560 1 2 3 4 x 50 7 8 20 0 11 0 123456 1000000 250 1\n")]
    [InlineData("no parenthesis at all")]
    public void A_truncated_or_garbled_line_gives_nothing(string text) => Assert.False(SelfStat.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void The_soft_limit_of_open_files_is_read()
    {
        var text = "Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 524288               files\n"u8;
        Assert.True(SelfLimits.TryParseOpenFiles(text, out var files));
        Assert.Equal(1024, files);
        Assert.False(SelfLimits.TryParseOpenFiles("Max open files            unlimited"u8, out _));
        Assert.False(SelfLimits.TryParseOpenFiles(""u8, out _));
    }

    [Fact]
    public void The_running_process_is_read_from_the_real_proc()
    {
        using var self = new SelfMetrics(TimeProvider.System, TimeSpan.FromSeconds(1));
        Assert.Equal(new SelfUsage(), self.Usage);
        self.Refresh();
        var usage = self.Usage;
        Assert.InRange(usage.OpenFiles!.Value, 3, usage.MaxFiles!.Value);
        Assert.InRange(usage.ResidentBytes!.Value, 1_000_000, usage.VirtualBytes!.Value);
        Assert.True(usage.Threads > 1);
        Assert.True(usage.CpuNanoseconds > 0);
        var start = DateTimeOffset.FromUnixTimeMilliseconds(usage.StartNanoseconds!.Value / 1_000_000);
        Assert.True((start - new DateTimeOffset(System.Diagnostics.Process.GetCurrentProcess().StartTime)).Duration() < TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("0.1.0+abc", "0.1.0", "abc")]
    [InlineData("0.1.0", "0.1.0", "unknown")]
    [InlineData("", "unknown", "unknown")]
    public void The_informational_version_is_taken_apart(string text, string version, string revision) =>
        Assert.Equal(new BuildInfo(version, revision, ".NET"), BuildInfo.Parse(text, ".NET"));
}
