using Wattshare.VmShare.Tests.Support;
using static Wattshare.VmShare.Tests.Support.Reports;

namespace Wattshare.VmShare.Tests;

public sealed class LongIntervalTests
{
    /// <summary>Scaphandre adds the power of its interval of 5 s instead of the energy, a fifth of it (issue 428).</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(60)]
    public void A_share_grows_by_the_energy_of_an_interval_and_not_by_its_power(int seconds)
    {
        var web = Vm("web", "uuid-a");
        using var share = new ShareBench();
        share.Apply(Cpu(Row(web, cpu: 0)));
        share.Apply(Cpu(Row(web, cpu: 10_000_000L * seconds)) with { IntervalNanoseconds = seconds * 1_000_000_000L });
        Assert.Equal(ShareBench.Start + (10_000_000L * seconds), share.Value("web"));
    }
}
