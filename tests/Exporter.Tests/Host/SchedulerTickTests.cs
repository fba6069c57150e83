using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Tests.Host;

public sealed class SchedulerTickTests : IDisposable
{
    private readonly DirectoryInfo _sysfs = Directory.CreateTempSubdirectory("wattshare-tick-");

    public void Dispose() => _sysfs.Delete(recursive: true);

    [Fact]
    public void The_tick_of_this_kernel_is_one_that_kernels_are_built_with() =>
        Assert.Contains(SchedulerTick.Nanoseconds(_sysfs.FullName), new long[] { 10_000_000, 4_000_000, 3_333_333, 1_000_000 });

    [Theory]
    [InlineData("2-7\n", true)]
    [InlineData("1,3\n", true)]
    [InlineData("(null)\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    public void A_host_with_threads_that_have_no_ticks_books_their_time_once_a_second(string list, bool isLate)
    {
        Directory.CreateDirectory(Path.Combine(_sysfs.FullName, "devices/system/cpu"));
        File.WriteAllText(Path.Combine(_sysfs.FullName, "devices/system/cpu/nohz_full"), list);
        Assert.Equal(isLate, SchedulerTick.Nanoseconds(_sysfs.FullName) == 1_000_000_000);
    }
}
