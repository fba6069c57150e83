using Wattshare.VmShare.Counters;
using Wattshare.VmShare.Native;
using Wattshare.VmShare.Tests.Support;

namespace Wattshare.VmShare.Tests.Counters;

public sealed class CounterFileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_and_without_a_mapping_the_file_holds_the_value(bool mapped)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["energy_uj"], "1000000000000005\n");
        Assert.Equal(0, Folder.OpenRoot(temp.Path, out var folder));
        using (folder)
        {
            Assert.Equal(0, CounterFile.Open(folder!, "energy_uj", 1_000_000_000_000_006, mapped, out var counter));
            using (counter)
            {
                Assert.Equal("1000000000000006\n", File.ReadAllText(temp["energy_uj"]));
                Assert.True(counter!.Store(1_000_000_000_000_107).Ok);
                Assert.Equal("1000000000000107\n", File.ReadAllText(temp["energy_uj"]));
                File.AppendAllText(temp["energy_uj"], "x");
                Assert.True(counter.Store(1_000_000_000_000_108).Damaged);
            }
        }
    }
}
