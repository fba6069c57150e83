using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.VmShare.Tests.Support;
using static Wattshare.VmShare.Tests.Support.Reports;

namespace Wattshare.VmShare.Tests;

/// <summary>A machine that is started again under another name while its old directory is still there.</summary>
public sealed class RenameTests
{
    private static readonly VmInfo Web = Vm("web", "uuid-a");
    private static readonly VmInfo Shop = Web with { Name = "shop" };

    [Fact]
    public void It_gets_the_directory_of_its_new_name_and_its_counter_goes_on_there()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10, idle: 3)));
        share.Apply(Cpu(Row(Web, cpu: 12, idle: 3, ended: true)));
        Assert.Empty(share.Apply(Cpu(Row(Shop, cpu: 17, idle: 4))));
        Assert.Equal((ShareBench.Start + 21, ShareBench.Start + 15), (share.Value("shop"), share.Value("web")));
        var document = share.Document("shop");
        Assert.Equal(("shop", "uuid-a", true), (document.Vm, document.Uuid, document.DirectoryMade));
        Assert.Equal((17, 4), (document.Active[Component.Cpu], document.Idle[Component.Cpu]));

        // The old one stands still from then on.
        share.Apply(Cpu(Row(Shop, cpu: 20, idle: 4)));
        Assert.Equal((ShareBench.Start + 24, ShareBench.Start + 15), (share.Value("shop"), share.Value("web")));
    }

    [Fact]
    public void The_old_directory_goes_like_that_of_a_machine_that_ended()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Apply(Cpu(Row(Shop, cpu: 11)));
        Advance(share, TimeSpan.FromMinutes(9));
        Assert.Equal(["shop", "web"], share.Names());
        Advance(share, TimeSpan.FromMinutes(2));
        Assert.Equal(["shop"], share.Names());
        Assert.Equal(ShareBench.Start + 11, share.Value("shop"));
    }

    [Fact]
    public void A_directory_that_waits_for_its_machine_under_the_new_name_is_filled()
    {
        using var share = new ShareBench();
        Directory.CreateDirectory(share.Path("web"));
        Directory.CreateDirectory(share.Path("shop"));
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Apply(Cpu(Row(Shop, cpu: 11)));
        Assert.False(share.Document("shop").DirectoryMade);
        Advance(share, TimeSpan.FromMinutes(11));
        Assert.Empty(Directory.GetFileSystemEntries(share.Path("web")));
    }

    [Fact]
    public void The_name_is_free_for_another_machine_at_once()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Apply(Cpu(Row(Shop, cpu: 11), Row(Vm("web", "uuid-b"), cpu: 100)));
        Assert.Equal(["shop", "web"], share.Names());
        Assert.Equal((ShareBench.Start + 11, ShareBench.Start + 110), (share.Value("shop"), share.Value("web")));
        Assert.Equal("uuid-b", share.Document("web").Uuid);
    }

    [Fact]
    public void A_name_that_is_taken_back_goes_on_where_the_counter_is()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Apply(Cpu(Row(Shop, cpu: 11)));
        share.Apply(Cpu(Row(Web, cpu: 13)));
        Assert.Equal((ShareBench.Start + 13, 13), (share.Value("web"), share.Document("web").Active[Component.Cpu]));
        Advance(share, TimeSpan.FromMinutes(11), Row(Web, cpu: 13));
        Assert.Equal(["web"], share.Names());
    }

    [Fact]
    public void A_name_that_a_live_machine_has_is_left_to_it()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10), Row(Vm("shop", "uuid-s"), cpu: 1)));
        share.Apply(Cpu(Row(Shop, cpu: 11), Row(Vm("shop", "uuid-s"), cpu: 2)));
        Assert.Equal((ShareBench.Start + 2, ShareBench.Start + 11), (share.Value("shop"), share.Value(ShareName.Twin("shop", Web.Key))));
    }

    [Fact]
    public void What_could_not_be_written_under_the_old_name_is_written_under_the_new_one()
    {
        using var share = new ShareBench();
        File.WriteAllText(share.Path("web"), "in the way");
        Assert.NotEmpty(share.Apply(Cpu(Row(Web, cpu: 10))));
        Assert.Empty(share.Apply(Cpu(Row(Shop, cpu: 11))));
        Assert.Equal(ShareBench.Start + 11, share.Value("shop"));
    }

    private static void Advance(ShareBench share, TimeSpan time, VmRow? row = null)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMinutes(1))
        {
            share.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Empty(share.Apply(Cpu(row ?? Row(Shop, cpu: 11))));
        }
    }
}
