using Wattshare.Attribution.Model;
using Wattshare.VmShare.Tests.Support;
using static Wattshare.VmShare.Tests.Support.Reports;

namespace Wattshare.VmShare.Tests;

/// <summary>Two live machines of one name: each keeps the directory that its guest has mounted, over every restart.</summary>
public sealed class TwinTests
{
    private static readonly VmInfo First = Vm("web", "uuid-a");
    private static readonly VmInfo Second = Vm("web", "uuid-b");
    private static readonly string TwinOfFirst = ShareName.Twin("web", First.Key);
    private static readonly string TwinOfSecond = ShareName.Twin("web", Second.Key);

    [Fact]
    public void The_first_by_key_gets_the_name_whatever_the_order_of_the_report()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Second, cpu: 2), Row(First, cpu: 1)));
        Assert.Equal("uuid-a", share.Document("web").Uuid);
        Assert.Equal("uuid-b", share.Document(TwinOfSecond).Uuid);
        Assert.Equal(ShareBench.Start + 2, share.Value(TwinOfSecond));
    }

    [Fact]
    public void The_one_whose_uuid_stands_in_the_directory_keeps_it()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Second, cpu: 2)));
        share.Apply(Cpu(Row(Second, cpu: 2), Row(First, cpu: 1)));
        Assert.Equal("uuid-b", share.Document("web").Uuid);
        Assert.Equal("uuid-a", share.Document(TwinOfFirst).Uuid);
        share.Restart();
        share.Apply(Cpu(Row(First, cpu: 10), Row(Second, cpu: 20)));
        Assert.Equal((ShareBench.Start + 22, ShareBench.Start + 11), (share.Value("web"), share.Value(TwinOfFirst)));
    }

    [Fact]
    public void The_uuid_in_the_document_decides_at_a_restart_before_any_twin_exists()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Second, cpu: 2)));
        share.Restart();
        share.Apply(Cpu(Row(First, cpu: 1), Row(Second, cpu: 1)));
        Assert.Equal("uuid-b", share.Document("web").Uuid);
        Assert.Equal(ShareBench.Start + 3, share.Value("web"));
    }

    [Fact]
    public void A_twin_stays_where_it_is_when_the_other_is_gone_and_the_exporter_restarts()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(First, cpu: 1), Row(Second, cpu: 2)));
        share.Apply(Cpu(Row(Second, cpu: 2)));
        share.Restart();
        share.Apply(Cpu(Row(Second, cpu: 5)));
        Assert.Equal(ShareBench.Start + 7, share.Value(TwinOfSecond));
        Assert.Equal(ShareBench.Start + 1, share.Value("web"));
    }
}
