using Wattshare.Fixtures.Lab;
using Wattshare.VmShare.Tests.Support;

namespace Wattshare.VmShare.Tests;

/// <summary>The contract's hardest sentence, with real processes: no reader ever sees an empty, torn or decreasing value, kills included.</summary>
public sealed class KillTests
{
    private const int Kills = 20;
    private const long Updates = 1_000_000;

    [Fact]
    public async Task A_million_updates_and_twenty_kills_never_show_a_reader_anything_but_a_growing_number()
    {
        using var root = new TempFolder();
        using var progress = new TempFolder();
        using var stop = new CancellationTokenSource();
        var file = root["stress", "intel-rapl:0", "energy_uj"];
        Task<ReaderResult>[] readers = [];
        long total = 0;
        for (var run = 0; run < Kills; run++)
        {
            total += await StressProcess.RunAndKillAsync(root.Path, progress["count-" + run], Updates / Kills, file, () =>
            {
                if (readers.Length == 0) readers = [Readers.ReopenAsync(file, stop.Token), Readers.KeepOpenAsync(file, stop.Token)];
            });
        }

        await stop.CancelAsync();
        foreach (var result in await Task.WhenAll(readers))
        {
            Assert.Equal("", result.Violation);
            Assert.True(result.Distinct > 1000, $"a reader saw only {result.Distinct} different values in {result.Reads} reads");
        }

        Assert.True(total >= Updates, $"only {total} updates");
    }
}
