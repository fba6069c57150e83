using System.Globalization;
using System.Runtime.CompilerServices;
using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Tests.Sampling;

public sealed class ShortSliceTests
{
    [Fact]
    public void The_structure_is_the_kernels() => Assert.Equal(ScheduleAttributes.Bytes, Unsafe.SizeOf<ScheduleAttributes>());

    [Fact]
    public void The_thread_keeps_its_nice_value_and_has_short_slices()
    {
        var (before, agreed, after) = OnThread();
        Assert.True(agreed);
        Assert.Equal(before["prio"], after["prio"]);
        if (after.TryGetValue("se.slice", out var slice)) Assert.Equal("100000", slice);
    }

    private static (Dictionary<string, string> Before, bool Agreed, Dictionary<string, string> After) OnThread()
    {
        (Dictionary<string, string>, bool, Dictionary<string, string>) result = default;
        var thread = new Thread(() => result = (Facts(), ShortSlice.TrySet(), Facts()));
        thread.Start();
        thread.Join();
        return result;
    }

    /// <summary>What the scheduler says of the calling thread, where the kernel was built to say it.</summary>
    private static Dictionary<string, string> Facts() => File.ReadLines("/proc/thread-self/sched")
        .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0], pair => pair[1].ToString(CultureInfo.InvariantCulture));
}
