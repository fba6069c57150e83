using System.Diagnostics;
using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>What the real kernel says of processes that start each other as <c>qemu -daemonize</c> does.</summary>
public sealed class ProcessAncestryTests
{
    private static readonly ProcessFiles Files = new("/proc");
    private readonly ProcessAncestry _ancestry = new(Files);

    [Fact]
    public void What_was_put_into_the_background_is_told_from_everything_else()
    {
        // The shell becomes the launcher, that waits for nobody; the one in between begins a session, starts the last one and ends.
        using var launcher = Start("setsid sh -c 'sleep 60 >/dev/null & echo $!' & exec sleep 60");
        var daemon = KeyOf(int.Parse(launcher.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
        var first = KeyOf(launcher.Id);
        try
        {
            Assert.True(_ancestry.IsDaemon(daemon, first));
            Assert.False(_ancestry.IsDaemon(first, daemon));
            Assert.False(_ancestry.IsDaemon(KeyOf(Environment.ProcessId), first));
            Assert.Equal((false, false), (_ancestry.IsChild(daemon, first), _ancestry.IsChild(first, daemon)));
            Assert.True(_ancestry.IsChild(first, KeyOf(Environment.ProcessId)));
            Assert.Equal((false, false), (_ancestry.HasEnded(first), _ancestry.HasEnded(daemon)));
            Assert.True(_ancestry.HasEnded(first with { StartTicks = first.StartTicks - 1 }));
        }
        finally
        {
            using var last = Process.GetProcessById(daemon.Pid);
            last.Kill();
            launcher.Kill();
        }

        launcher.WaitForExit();
        Assert.True(_ancestry.HasEnded(first));
        Assert.False(_ancestry.IsDaemon(daemon, first));
    }

    [Fact]
    public void One_that_nobody_waited_for_has_ended()
    {
        // The shell gives way to a program that does not know that it has a child.
        using var parent = Start("sh -c 'echo $$' & exec sleep 60");
        var child = int.Parse(parent.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        try
        {
            var key = KeyOf(child);
            Assert.True(SpinWait.SpinUntil(() => _ancestry.HasEnded(key), TimeSpan.FromSeconds(30)));
            Assert.True(Directory.Exists($"/proc/{child}"));
        }
        finally
        {
            parent.Kill();
        }
    }

    private static Process Start(string script)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static ProcessKey KeyOf(int pid)
    {
        Assert.True(Files.ReadRecord(pid, out var text) > 0);
        Assert.True(ProcessStat.TryParse(text, out var stat));
        return new ProcessKey(pid, stat.StartTicks);
    }
}
