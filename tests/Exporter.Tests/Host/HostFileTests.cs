using System.Text;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Tests.Host;

public sealed class HostFileTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("wattshare-file-");

    private string File => Path.Combine(_root.FullName, "stat");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_budget_that_nobody_asks_about_refusals_can_refuse_for_years()
    {
        var budget = new DescriptorBudget(1);
        Assert.True(budget.TryTake());
        for (var i = 0; i < 70_000; i++) Assert.False(budget.TryTake());
        Assert.Equal(65_536, budget.TakeRefused());
        Assert.Equal(0, budget.TakeRefused());
        Assert.False(budget.TryTake());
        Assert.Equal(1, budget.TakeRefused());
    }

    [Fact]
    public void A_file_beyond_the_budget_is_read_and_closed_each_time()
    {
        System.IO.File.WriteAllText(File, "12\n");
        var budget = new DescriptorBudget(1);
        var (first, second) = (NewFile(budget), NewFile(budget));
        var buffer = new byte[16];
        Assert.Equal((3, 3, 3), (first.Read(buffer), second.Read(buffer), second.Read(buffer)));
        Assert.Equal((true, false, 1), (first.IsOpen, second.IsOpen, CountOpen()));
        first.Close();
        Assert.Equal(0, CountOpen());
    }

    [Fact]
    public void A_file_is_closed_as_well_when_its_budget_fails()
    {
        System.IO.File.WriteAllText(File, "12\n");
        var file = NewFile(null!);
        Assert.Throws<NullReferenceException>(() => file.Read(new byte[16]));
        Assert.Equal((false, 0), (file.IsOpen, CountOpen()));
    }

    private HostFile NewFile(DescriptorBudget budget) => new(Encoding.UTF8.GetBytes(File + "\0"), budget);

    private int CountOpen() => Directory.EnumerateFiles("/proc/self/fd").Count(link => new FileInfo(link).LinkTarget == File);
}
