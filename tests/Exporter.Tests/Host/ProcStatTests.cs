using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Host;

public sealed class ProcStatTests : IDisposable
{
    private const string Two = "cpu  100 20 30 4000 50 6 7 80 9 10\ncpu0 50 10 15 2000 25 3 3 40 4 5\ncpu1 50 10 15 2000 25 3 4 40 5 5\nintr 12345 0 0\nctxt 1\n";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("wattshare-stat-");
    private readonly FaultProbe _faults = new();

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Guest_is_inside_user_steal_is_nobodys_and_waiting_is_idle()
    {
        Write(Two);
        using var reader = new ProcStatReader(_root.FullName, _faults.Log);
        Assert.True(reader.TryRead(out var cpu, out var threads));
        Assert.Equal(new CpuTimes(1_630_000_000, 130_000_000, 40_500_000_000), cpu);
        Assert.Equal(2, threads);
    }

    [Theory]
    [InlineData("cpu  100 0 0 1000 0 0 0 999999 0 0")]
    [InlineData("cpu  100 0 0 1000 0 0 0 0 90 0")]
    public void Steal_is_never_charged_and_guest_time_is_not_counted_twice(string line)
    {
        Assert.True(ProcStat.TryParse(Encoding.ASCII.GetBytes(line + "\ncpu0 1\nintr 0\n"), out var stat));
        Assert.Equal(new CpuTimes(1_000_000_000, 0, 10_000_000_000), stat.Cpu);
    }

    [Fact]
    public void Waiting_for_a_disk_is_idle_and_interrupts_are_busy_with_a_figure_of_their_own()
    {
        Assert.True(ProcStat.TryParse("cpu  0 0 0 0 500 20 30 0 0 0\ncpu0 1\nintr 0\n"u8, out var stat));
        Assert.Equal(new CpuTimes(500_000_000, 500_000_000, 5_000_000_000), stat.Cpu);
    }

    [Fact]
    public void A_host_of_many_threads_that_was_never_rebooted_is_understood()
    {
        // 4,096 threads that idle for fifty days, and the most that a kernel can print: 64 bits of nanoseconds.
        const long FiftyDays = 4_096L * 50 * 86_400;
        Assert.True(ProcStat.TryParse(Encoding.ASCII.GetBytes($"cpu  0 0 0 {FiftyDays * 100} 0 0 0 0 0 0\ncpu0 1\nintr 0\n"), out var early));
        Assert.True(ProcStat.TryParse(Encoding.ASCII.GetBytes($"cpu  0 0 0 {(FiftyDays * 100) + 7} 0 0 0 0 0 0\ncpu0 1\nintr 0\n"), out var late));
        Assert.Equal(70_000_000, CpuClock.Difference(late.Cpu.IdleNanoseconds, early.Cpu.IdleNanoseconds));
        Assert.True(ProcStat.TryParse("cpu  1844674407370 0 0 1844674407370 0 0 0 0 0 0\ncpu0 1\nintr 0\n"u8, out var last));
        Assert.True(ProcStat.TryParse("cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 1\nintr 0\n"u8, out var turned));
        Assert.InRange(CpuClock.Difference(turned.Cpu.BusyNanoseconds, last.Cpu.BusyNanoseconds), 0, 10_000_000);
    }

    [Fact]
    public void Hardware_threads_that_come_and_go_are_counted_anew_each_time()
    {
        using var reader = new ProcStatReader(_root.FullName, _faults.Log);
        foreach (var lines in new[] { "cpu0 1\ncpu1 1\ncpu2 1\n", "cpu0 1\n", "cpu0 1\ncpu7 1\n" })
        {
            Write("cpu  1 0 0 100 50 0 0 0 0 0\n" + lines + "intr 0\n");
            Assert.True(reader.TryRead(out _, out var threads));
            Assert.Equal(lines.Count(character => character == '\n'), threads);
        }
    }

    [Fact]
    public void The_threads_of_the_host_are_counted_whatever_this_process_may_use()
    {
        Assert.Equal(Environment.ProcessorCount, OnlineThreads.Count(_root.FullName));
        Write("cpu  1 0 0 100 50 0 0 0 0 0\n" + string.Concat(Enumerable.Range(0, 300).Select(thread => $"cpu{thread} 1 0 0 100 50 0 0 0 0 0\n")) + "intr 0\n");
        Assert.Equal(300, OnlineThreads.Count(_root.FullName));
        Write("garbage");
        Assert.Equal(Environment.ProcessorCount, OnlineThreads.Count(_root.FullName));
    }

    [Theory]
    [InlineData("cpu  1 2 3 4\nintr 1\n", 60_000_000, 40_000_000)]
    [InlineData("cpu  1 2 3 4 5 6 7\nintr 1\n", 190_000_000, 90_000_000)]
    public void Old_kernels_print_fewer_columns(string text, long busy, long idle)
    {
        Assert.True(ProcStat.TryParse(Encoding.ASCII.GetBytes(text), out var stat));
        Assert.Equal((busy, idle, 1), (stat.Cpu.BusyNanoseconds, stat.Cpu.IdleNanoseconds, stat.Threads));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu")]
    [InlineData("cpu  100 20 30 4000 50 6")]
    [InlineData("cpu  1 2 3\n")]
    [InlineData("cpu  1 2 x 4 5 6 7\n")]
    [InlineData("cpu  1 2 -3 4 5 6 7\n")]
    [InlineData("cpu  1 2 3 99999999999999999999999 5 6 7\n")]
    [InlineData("cpu  1 2 3 18446744073709551615 5 6 7\n")]
    [InlineData("cpu  1 2 3 1844674407371 5 6 7\n")]
    [InlineData("cpu0 1 2 3 4 5 6 7\n")]
    [InlineData("intr 1 2 3 4 5 6 7\n")]
    [InlineData("\0\0\0\0")]
    public void What_is_no_cpu_line_is_refused_and_said_once(string text)
    {
        using var reader = new ProcStatReader(_root.FullName + "/", _faults.Log);
        Write(text);
        Assert.False(reader.TryRead(out _, out var threads));
        Assert.False(reader.TryRead(out _, out threads));
        Assert.Equal(1, threads);
        Write(Two);
        Assert.True(reader.TryRead(out _, out threads));
        Assert.Equal(2, _faults.Log.Count(FaultKind.CpuTimeUnreadable));
        var path = Path.Combine(_root.FullName, "stat");
        Assert.Equal(
            [$"Warning: CpuTimeUnreadable: {path}: the file holds no line of CPU times; set --path.procfs to a mounted procfs",
                $"Information: CpuTimeUnreadable: {path}: recovered"],
            _faults.Lines);
    }

    [Fact]
    public void A_missing_file_is_a_fault_until_it_comes()
    {
        using var reader = new ProcStatReader(_root.FullName, _faults.Log);
        Assert.False(reader.TryRead(out _, out _));
        Assert.Equal($"Warning: CpuTimeUnreadable: {_root.FullName}/stat: the read failed with error 2; mount procfs there or set --path.procfs",
            Assert.Single(_faults.Lines));
        Write(Two);
        Assert.True(reader.TryRead(out _, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(8192)]
    public void The_buffer_grows_to_the_size_of_the_host_and_then_allocates_nothing(int expected)
    {
        var lines = Enumerable.Range(0, expected).Select(n => string.Create(CultureInfo.InvariantCulture, $"cpu{n} 1234567 2 3 4444444444 5 6 7 8 9 10\n"));
        Write("cpu  100 20 30 4000 50 6 7 80 9 10\n" + string.Concat(lines) + "intr " + string.Concat(Enumerable.Repeat("0 ", 5000)) + "\n");
        using var reader = new ProcStatReader(_root.FullName, _faults.Log);
        Assert.True(reader.TryRead(out _, out var threads));
        Assert.Equal(expected, threads);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 10; i++) Assert.True(reader.TryRead(out _, out _));
        }));
    }

    [Fact]
    public void Values_are_passed_on_as_read_even_when_idle_goes_back()
    {
        using var reader = new ProcStatReader(_root.FullName, _faults.Log);
        Write("cpu  1 0 0 100 50 0 0 0 0 0\nintr 0\n");
        Assert.True(reader.TryRead(out var first, out _));
        Write("cpu  2 0 0 100 10 0 0 0 0 0\nintr 0\n");
        Assert.True(reader.TryRead(out var second, out _));
        Assert.Equal((1_500_000_000, 1_100_000_000), (first.IdleNanoseconds, second.IdleNanoseconds));
    }

    [Fact]
    public void Any_ten_columns_give_the_sums_of_the_manual() => Check.QuickThrowOnFailure(Prop.ForAll<uint[]>(values =>
    {
        var columns = values.Concat(new uint[10]).Take(10).Select(value => (long)value).ToArray();
        var text = "cpu  " + string.Join(' ', columns) + "\ncpu0 1\nintr\n";
        return ProcStat.TryParse(Encoding.ASCII.GetBytes(text), out var stat)
            && stat.Cpu.BusyNanoseconds == (columns[0] + columns[1] + columns[2] + columns[5] + columns[6]) * 10_000_000
            && stat.Cpu.InterruptNanoseconds == (columns[5] + columns[6]) * 10_000_000
            && stat.Cpu.IdleNanoseconds == (columns[3] + columns[4]) * 10_000_000;
    }));

    [Fact]
    public void The_real_host_is_read()
    {
        using var reader = new ProcStatReader("/proc", _faults.Log);
        Assert.True(reader.TryRead(out var cpu, out var threads));
        Assert.Equal(File.ReadLines("/proc/stat").Count(line => line.StartsWith("cpu", StringComparison.Ordinal)) - 1, threads);
        Assert.True(cpu.BusyNanoseconds > 0 && cpu.IdleNanoseconds > 0 && cpu.InterruptNanoseconds <= cpu.BusyNanoseconds);
        Assert.Empty(_faults.Lines);
    }

    private void Write(string text)
    {
        using var stream = new FileStream(Path.Combine(_root.FullName, "stat"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.SetLength(stream.Position);
    }
}
