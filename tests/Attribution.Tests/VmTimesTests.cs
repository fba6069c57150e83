using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Attribution.Tests;

public sealed class VmTimesTests
{
    private readonly Attributor _attributor = new(new AttributionRules { EndedRetention = TimeSpan.FromSeconds(2) });
    private readonly VmInfo _vm = Hosts.Vm("guest");
    private int _second;

    [Fact]
    public void The_first_sample_says_which_roles_there_are_and_books_nothing()
    {
        var times = Take((_vm, VmRole.Vcpu, 500), (_vm, VmRole.Emulator, 3)).Vms.Single().CpuTimes;
        Assert.Equal((0L, 0L), (times[VmRole.Vcpu], times[VmRole.Emulator]));
        Assert.Null(times[VmRole.IoThread]);
        Assert.Null(times[VmRole.Vhost]);
    }

    [Fact]
    public void Times_add_up_over_readings_and_samples()
    {
        Take();
        Take((_vm, VmRole.Vcpu, 5), (_vm, VmRole.Vhost, 1), (_vm, VmRole.Vcpu, 7));
        var times = Take((_vm, VmRole.Vcpu, 100), (_vm, VmRole.IoThread, 0)).Vms.Single().CpuTimes;
        Assert.Equal((112L, 1L, 0L, null), (times[VmRole.Vcpu], times[VmRole.Vhost], times[VmRole.IoThread], times[VmRole.Emulator]));
        Assert.Equal(112, Take().Vms.Single().CpuTimes[VmRole.Vcpu]);
    }

    [Fact]
    public void A_negative_time_takes_nothing_away()
    {
        Take();
        Take((_vm, VmRole.Vcpu, 5));
        Assert.Equal(5, Take((_vm, VmRole.Vcpu, -3)).Vms.Single().CpuTimes[VmRole.Vcpu]);
    }

    [Fact]
    public void What_a_retired_machine_used_is_in_the_row_of_all_that_ended()
    {
        var process = Hosts.Process(1, vm: _vm);
        Take(new ProcessReading(process, 0, false, Ended: false));
        Take((_vm, VmRole.Vcpu, 5), (_vm, VmRole.Vhost, 1));
        Assert.Equal(5, Take(new ProcessReading(process, 0, false, Ended: true)).Vms.Single(row => row.Ended).CpuTimes[VmRole.Vcpu]);
        for (var i = 0; i < 3; i++) Take();
        var retired = Take().Vms.Single();
        Assert.Null(retired.Vm);
        Assert.Equal((5L, 1L, null), (retired.CpuTimes[VmRole.Vcpu], retired.CpuTimes[VmRole.Vhost], retired.CpuTimes[VmRole.Emulator]));
    }

    [Fact]
    public void Two_machines_with_the_same_name_have_times_of_their_own()
    {
        var twin = _vm with { Key = "pid:7" };
        Take();
        var rows = Take((_vm, VmRole.Vcpu, 5), (twin, VmRole.Vcpu, 6)).Vms;
        Assert.Equal([5L, 6L], rows.Select(row => row.CpuTimes[VmRole.Vcpu]!.Value));
    }

    [Fact]
    public void Booking_times_of_known_machines_allocates_nothing()
    {
        var ledger = new Ledger();
        var readings = VmRoles.All.ToArray().Select(role => new VmTimeReading(_vm, role, 7)).ToArray();
        ledger.Book(readings, isBaseline: true);
        Assert.Equal(0, Allocations.Of(() => ledger.Book(readings, isBaseline: false)));
    }

    private PowerReport Take(ProcessReading process)
    {
        var sample = Hosts.Sample(++_second * Hosts.Second);
        sample.Processes.Add(process);
        return _attributor.Advance(sample);
    }

    private PowerReport Take(params (VmInfo Vm, VmRole Role, long Used)[] times)
    {
        var sample = Hosts.Sample(++_second * Hosts.Second);
        foreach (var (vm, role, used) in times) sample.VmTimes.Add(new VmTimeReading(vm, role, used));
        return _attributor.Advance(sample);
    }
}
