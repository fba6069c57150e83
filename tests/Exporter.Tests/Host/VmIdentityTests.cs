using System.Globalization;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>Who has the identity of a machine while several processes claim it, with both usage sources.</summary>
public sealed class VmIdentityTests
{
    private const string Uuid = "8f1d2c3b-4a59-4e68-9777-0123456789ab";
    private const string Key = "uuid:" + Uuid;
    private const string Warning = "Warning: VmUnidentified: the identity of virtual machines: Two running virtual machines have this identity: " + Key + ". The later one is "
        + "counted by its process, under a name of its own, until the other has ended. Give each its own -uuid.";
    private const string Recovered = "Information: VmUnidentified: the identity of virtual machines: recovered";

    private static readonly string[] Web = ["-name", "web", "-uuid", Uuid, "-smp", "2"];
    private static readonly string[] Daemon = [.. Web, "-daemonize"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_machine_that_a_launcher_puts_into_the_background_has_the_identity_and_the_launcher_is_none(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Read().Start(500, Daemon, session: 400).Use(500, 7).Read();
        Assert.Equal((Key, 500), (bench.Vm(500)!.Key, bench.Vm(500)!.Process.Pid));

        // The window: the launcher waits, the one between is dead, the machine begins.
        bench.LeaveZombie(501, parent: 500, session: 501).Start(502, Daemon, session: 501).Use(502, 20).Use(500, 1).Read();
        Assert.Equal(("web", Uuid, 502), bench.Labels(502));
        Assert.Equal(("web", Uuid, 502), bench.Labels(500));
        Assert.Equal((1, 2), (bench.Report.Vms.Length, bench.Row(Key).Vm!.Vcpus));

        // All time was the machine's, also what the launcher still uses, and it reserves its two processors once.
        bench.Use(500, 2).Use(502, 30).Read();
        Assert.Equal(0, bench.Report.System.Cumulative.Total);
        Assert.Equal(bench.Row(Key).Idle.LastInterval.Total, bench.Report.Idle.LastInterval.Total);
        Assert.Equal(bench.Host, bench.Energy("web", Uuid) + bench.Report.Idle.Cumulative.Total + bench.Report.Unattributed.Sum(row => row.Energy.Cumulative.Total));

        bench.End(500).End(501).Use(502, 40).Read().Read();
        Assert.Equal((Key, false), (bench.Vm(502)!.Key, bench.Row(Key).Ended));
        Assert.Single(bench.Report.Vms);
        bench.End(502).Read();
        Assert.True(bench.Row(Key).Ended);
        Assert.Equal(0, bench.Faults.Log.Count(FaultKind.VmUnidentified));
    }

    [Theory]
    [InlineData(false, 502)]
    [InlineData(false, 490)]
    [InlineData(true, 502)]
    [InlineData(true, 490)]
    public void A_launcher_and_its_machine_that_are_first_seen_together_are_one_machine_whatever_their_numbers(bool bpf, int pid)
    {
        using var bench = new VmBench(bpf);
        bench.Start(500, Daemon, ago: 60, session: 400).LeaveZombie(501, parent: 500, session: 501).Start(pid, Daemon, session: 501).Read();
        bench.Use(pid, 20).Use(500, 1).Read().Read();
        Assert.Equal([("web", Uuid, pid), ("web", Uuid, pid)], [bench.Labels(500), bench.Labels(pid)]);
        bench.End(500).End(501).Use(pid, 20).Read().Read();
        Assert.Equal((Key, pid), (bench.Vm(pid)!.Key, Assert.Single(bench.Report.Vms).Vm!.Process.Pid));
        Assert.Empty(bench.Faults.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_machine_whose_launcher_leaves_no_trace_has_its_identity_when_the_launcher_has_ended(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Start(500, Daemon).Read().Start(502, Daemon, ago: 40, session: 501).Use(502, 20).Read();
        Assert.Equal(("vm-502", "", 502), bench.Labels(502));
        bench.End(500).Use(502, 20).Read();
        Assert.Equal(("web", Uuid, 502), bench.Labels(502));
        bench.Use(502, 20).Read().Read().Read().Read();
        Assert.Equal((Key, 2), (Assert.Single(bench.Report.Vms, row => row.Vm is not null).Vm!.Key, bench.Report.Vms.Length));
        Assert.Equal([Warning, Recovered], bench.Faults.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_machine_that_waited_has_the_identity_also_where_it_does_not_run(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Start(10, Web, ago: 90).Read().Start(11, Web).Read().Read();
        Assert.Equal("pid:11", bench.Vm(11)!.Key[..6]);
        bench.End(10).Read();
        Assert.Equal(("web", Uuid, 11), bench.Labels(11));
        Assert.Equal((11, false), (bench.Row(Key).Vm!.Process.Pid, bench.Row(Key).Ended));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_claims_the_identity_of_a_running_machine_adds_nothing_to_its_series(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Start(10, Web, ago: 90).Use(10, 10).Read();

        // The same arguments, and a session of its own: nothing that the kernel knows says that the other started it.
        bench.Start(11, Daemon, parent: 9, session: 11).Use(11, 1_000).Read();
        var before = bench.Energy("web", Uuid);
        bench.Use(11, 1_000).Read();
        Assert.Equal(("web", Uuid, 10), bench.Labels(10));
        Assert.Equal(("vm-11", "", 11), bench.Labels(11));
        Assert.Equal((0, bench.Row(Key).Idle.LastInterval.Total), (bench.Row(Key).Active.LastInterval.Total, bench.Energy("web", Uuid) - before));
        Assert.Equal([Warning], bench.Faults.Lines);
        bench.End(11).Use(10, 10).Read();
        for (var i = 0; i < 6; i++) bench.Read();
        Assert.Equal([Warning, Recovered], bench.Faults.Lines);
        Assert.Equal(("web", Uuid, 10), bench.Labels(10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_second_machine_of_a_name_without_a_uuid_has_a_series_that_ends_with_it(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Start(10, ["-name", "same"], ago: 90).Start(11, ["-name", "same"]).Use(10, 50).Use(11, 50).Read();
        bench.Use(10, 50).Use(11, 50).Read();
        Assert.Equal([("same", "", 10), ("vm-11", "", 11)], [bench.Labels(10), bench.Labels(11)]);

        // Its row is retired after a while, and the other one does not fall.
        bench.End(11);
        for (var i = 0; i < 6; i++) bench.Use(10, 1).Read();
        Assert.Equal(["same", null], bench.Report.Vms.Select(row => row.Vm?.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nobody_can_call_itself_what_a_machine_goes_by_that_has_no_name(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Start(10, ["-m", "64"], ago: 90).Read().Start(11, ["-name", "vm-10"]).Start(12, ["-name", "vm-13"]).Read();
        bench.Start(13, ["-m", "64"], ago: 20).Read();
        Assert.Equal(["vm-10", "vm-11", "vm-13"], [bench.Vm(10)!.Name, bench.Vm(11)!.Name, bench.Vm(12)!.Name]);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"vm-13-{bench.Vm(13)!.Process.StartTicks}"), bench.Vm(13)!.Name);

        // The name is not given on: the row of the machine that had it stands for a while, and would be part of the same series until then.
        bench.End(10);
        for (var i = 0; i < 6; i++) bench.Use(11, 1).Read();
        Assert.Equal("vm-11", bench.Vm(11)!.Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_two_that_are_there_when_the_exporter_starts_the_one_that_began_first_has_the_identity(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Start(900, Web, ago: 9_000).Start(11, Web, ago: 50).Read();
        Assert.Equal([("web", Uuid, 900), ("vm-11", "", 11)], [bench.Labels(900), bench.Labels(11)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_old_process_that_becomes_a_hypervisor_takes_the_identity_of_nobody(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Start(11, Web, ago: 9_000, executable: "/usr/bin/bash").Start(900, Web, ago: 50).Use(11, 1).Read().Read();
        bench.Exec(11, "qemu-kvm", VmBench.Qemu).Use(11, 1).Read();
        for (var i = 0; i < 10; i++) bench.Use(11, 1).Read();
        Assert.Equal([("web", Uuid, 900), ("vm-11", "", 11)], [bench.Labels(900), bench.Labels(11)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_oldest_of_those_that_wait_is_next(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Start(10, Web, ago: 90).Read().Start(11, Web, ago: 30).Start(12, Web, ago: 60).Read();
        bench.End(10).Read();
        Assert.Equal([("web", Uuid, 12), ("vm-11", "", 11)], [bench.Labels(12), bench.Labels(11)]);
        bench.End(12).Read();
        Assert.Equal(("web", Uuid, 11), bench.Labels(11));
        Assert.Equal([Warning, Recovered], bench.Faults.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_copy_of_a_machine_that_is_about_to_run_another_program_is_no_second_one(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Start(10, Web, ago: 90).Read().Start(11, Web, parent: 10).Use(11, 3).Read();
        Assert.Equal(("web", Uuid, 10), bench.Labels(11));
        Assert.Single(bench.Report.Vms);
        bench.Exec(11, "qemu-ifup", "/bin/dash").Use(11, 3).Read();
        Assert.Null(bench.Vm(11));
        Assert.Equal(("web", Uuid, 10), bench.Labels(10));
        Assert.Empty(bench.Faults.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_machine_that_was_started_again_between_two_samples_keeps_its_identity(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Start(10, Web, ago: 90).Use(10, 20).Read().Use(10, 20).Read();
        bench.Use(10, 5).End(10).Start(11, Web).Use(11, 5).Read();
        Assert.Equal(("web", Uuid, 11), bench.Labels(11));
        Assert.Single(bench.Report.Vms);
        Assert.Empty(bench.Faults.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Arguments_that_are_there_a_moment_later_give_the_machine_its_identity(bool bpf)
    {
        using var bench = new VmBench(bpf);
        bench.Read().Start(10, Web);
        bench.SetCommandLine(10);
        bench.Use(10, 5).Read();
        Assert.Equal(("vm-10", "", 10), bench.Labels(10));
        bench.SetCommandLine(10, [VmBench.Qemu, .. Web]);
        for (var i = 0; i < 3; i++) bench.Use(10, 5).Read();
        Assert.Equal(("web", Uuid, 10), bench.Labels(10));
        Assert.Equal(2, bench.Faults.Lines.Count);
        Assert.EndsWith(": recovered", bench.Faults.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void However_many_claim_an_identity_other_faults_are_still_logged()
    {
        using var bench = new VmBench(bpf: true);
        bench.Read();
        for (var i = 0; i < 1_100; i++)
        {
            string[] name = ["-name", string.Create(CultureInfo.InvariantCulture, $"n{i}")];
            bench.Start(10_000 + i, name, ago: 90).Start(20_000 + i, name, ago: 80);
        }

        bench.Read();
        Assert.Equal(1_100, bench.Faults.Log.Count(FaultKind.VmUnidentified));
        bench.Faults.Log.Report(FaultKind.GroupUnreadable, "cpu.stat", "It is unreadable.");
        Assert.Equal("Warning: GroupUnreadable: cpu.stat: It is unreadable.", bench.Faults.Lines[^1]);
        Assert.Equal(2, bench.Faults.Lines.Count);
    }

    [Theory]
    [InlineData("502 (a) S 1 501 501 0 ", true, 1, 501)]
    [InlineData("502 (a) b) Z 500 -1 -1 0 ", true, 500, -1)]
    [InlineData("502 (a) S 1 501 501", false, 0, 0)]
    [InlineData("502 (a) S 1 x 501 0", false, 0, 0)]
    [InlineData("502 (a) S 99999999999 501 501 0", false, 0, 0)]
    [InlineData("502 (a) S", false, 0, 0)]
    [InlineData("502 (a)", false, 0, 0)]
    [InlineData("", false, 0, 0)]
    public void The_origin_of_a_process_is_read_from_its_record(string text, bool isOne, int parent, int session)
    {
        Assert.Equal(isOne, Wattshare.Exporter.Host.Processes.ProcessOrigin.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var origin));
        Assert.Equal((parent, session), (origin.Parent, origin.Session));
    }
}
