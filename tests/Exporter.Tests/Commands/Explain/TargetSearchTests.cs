using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Commands.Explain;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Commands.Explain;

public sealed class TargetSearchTests
{
    private const string Uuid = "0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01";
    private const string Id = "589fb66598776702698dbd3609754bb97d962a3caf73a66de718b95c30dcdc04";

    private static readonly ExplainHost Host = new ExplainHost()
        .With(ExplainHost.Group(1, ExplainHost.Container("shop", Id)), 0)
        .With(2000, "qemu-system-x86", ExplainHost.Vm("web,blue", Uuid, 2000))
        .With(2100, "kvm", ExplainHost.Vm("2000", "", 2100))
        .With(1300, "nginx", group: ExplainHost.Group(1, ExplainHost.Container("shop", Id)));

    [Theory]
    [InlineData("web,blue", "VM \"web,blue\" (uuid:0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01)", "its name")]
    [InlineData("vm:web,blue", "VM \"web,blue\" (uuid:0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01)", "its name")]
    [InlineData(Uuid, "VM \"web,blue\" (uuid:0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01)", "its uuid")]
    [InlineData("0B0F5C5E-5D1C-4D55-9E0E-3C1F2F6C1A01", "VM \"web,blue\" (uuid:0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01)", "its uuid")]
    [InlineData("uuid:" + Uuid, "VM \"web,blue\" (uuid:0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01)", "its uuid")]
    [InlineData("vm:2000", "VM \"2000\" (process 2100)", "its name")]
    [InlineData("shop", "container \"shop\" (id:589fb6659877)", "its name")]
    [InlineData("container:shop", "container \"shop\" (id:589fb6659877)", "its name")]
    [InlineData(Id, "container \"shop\" (id:589fb6659877)", "its id")]
    [InlineData("589fb6659877", "container \"shop\" (id:589fb6659877)", "the first 12 characters of its id")]
    [InlineData("id:589fb6659877", "container \"shop\" (id:589fb6659877)", "the first 12 characters of its id")]
    [InlineData("1300", "process \"nginx\" (pid:1300)", "its process id")]
    [InlineData("pid:2000", "process \"qemu-system-x86\" (pid:2000)", "its process id")]
    public void A_target_is_found_by_each_of_its_names(string text, string label, string matchedBy)
    {
        var found = Find(Host, text);
        Assert.Equal((label, matchedBy, ExitCode.Ok), (found.Target?.Label, found.Target?.MatchedBy, found.ExitCode));
    }

    [Theory]
    [InlineData("web,blu", "\"web,blu\" is no VM, container or process id here; near to it: VM \"web,blue\" (uuid:0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01)")]
    [InlineData("589f", "\"589f\" is no VM, container or process id here; near to it: container \"shop\" (id:589fb6659877)")]
    [InlineData("589fb665987", "\"589fb665987\" is no VM, container or process id here; near to it: container \"shop\" (id:589fb6659877)")]
    [InlineData("id:shop", "\"shop\" is no container's id here; near to it: container \"shop\" (id:589fb6659877)")]
    [InlineData("pid:1", "\"1\" is no process's id here; there are: VM \"2000\" (process 2100), VM \"web,blue\" (uuid:0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01), container \"shop\" (id:589fb6659877)")]
    [InlineData("vm:SHOP", "\"SHOP\" is no VM's name here; there are: VM \"2000\" (process 2100), VM \"web,blue\" (uuid:0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01), container \"shop\" (id:589fb6659877)")]
    public void A_target_that_is_not_there_is_status_1_with_what_is_near(string text, string fault)
    {
        var found = Find(Host, text);
        Assert.Equal((null, fault, ExitCode.Failed), (found.Target, found.Fault, found.ExitCode));
    }

    [Fact]
    public void An_empty_host_has_nothing_near() =>
        Assert.Equal("\"web\" is no VM, container or process id here; no VM and no container was found", Find(new ExplainHost(), "web").Fault);

    [Fact]
    public void A_name_of_several_things_is_status_2_and_says_what_tells_them_apart()
    {
        var found = Find(Host, "2000");
        Assert.Equal(
            "\"2000\" is not one thing: VM \"2000\" (process 2100), process \"qemu-system-x86\" (pid:2000); say which with vm:, uuid:, container:, id: or pid: before it",
            found.Fault);
        Assert.Equal((null, ExitCode.Usage), (found.Target, found.ExitCode));
    }

    [Fact]
    public void A_guest_that_takes_the_uuid_of_another_for_its_name_hides_nobody()
    {
        var host = new ExplainHost().With(1, "qemu", ExplainHost.Vm("victim", Uuid, 1)).With(2, "qemu", ExplainHost.Vm(Uuid, "", 2));
        Assert.Equal(ExitCode.Usage, Find(host, Uuid).ExitCode);
        Assert.Equal("victim", Find(host, "uuid:" + Uuid).Target?.Vm?.Name);
        Assert.Equal(2, Find(host, "vm:" + Uuid).Target?.Vm?.Process.Pid);
    }

    [Fact]
    public void A_prefix_in_a_name_is_reached_by_a_prefix_before_it()
    {
        var host = new ExplainHost().With(1, "qemu", ExplainHost.Vm("pid:1", "", 1));
        Assert.Equal(1, Find(host, "pid:1").Target?.Process?.Key.Pid);
        Assert.Equal("pid:1", Find(host, "vm:pid:1").Target?.Vm?.Name);
    }

    [Fact]
    public void A_number_that_was_used_again_is_the_later_process()
    {
        var host = new ExplainHost().With(7, "later", startTicks: 20).With(7, "earlier", startTicks: 10);
        Assert.Equal("later", Find(host, "7").Target?.Process?.Command);
    }

    [Fact]
    public void A_machine_in_a_container_is_the_machine_by_its_name_and_the_container_by_its_own()
    {
        var group = ExplainHost.Group(1, ExplainHost.Container("compute", Id));
        var host = new ExplainHost().With(9, "qemu", ExplainHost.Vm("guest", Uuid, 9), group);
        Assert.NotNull(Find(host, "guest").Target?.Vm);
        Assert.NotNull(Find(host, "compute").Target?.Container);
    }

    [Fact]
    public void Hostile_names_make_one_printable_line_of_bounded_length()
    {
        var host = new ExplainHost();
        for (var i = 1; i <= 50; i++) host.With(i, "qemu\u001b[2J", ExplainHost.Vm($"evil\n\u001b[31m\u202e{i}{new string('A', 100_000)}", "", i));
        foreach (var found in new[] { Find(host, "evil\u001b]0;x\u0007"), Find(host, "evil\u202e"), Find(host, new string('\u001b', TargetName.MaxLength)) })
        {
            Assert.Equal(ExitCode.Failed, found.ExitCode);
            Assert.Contains("there are: VM \"evil\\u000a\\u001b[31m\\u202e1", found.Fault, StringComparison.Ordinal);
            Assert.EndsWith(" and 45 more", found.Fault, StringComparison.Ordinal);
            AssertPrintable(found.Fault);
            Assert.InRange(found.Fault.Length, 1, 2_000);
        }

        AssertPrintable(Find(host, "1").Target!.Label);
    }

    [Theory]
    [InlineData("", "a name has 1 to 256 characters")]
    [InlineData("vm:", "a name has 1 to 256 characters")]
    [InlineData("pid:0", "\"0\" is not a process id")]
    [InlineData("pid:-1", "\"-1\" is not a process id")]
    [InlineData("pid:99999999999", "\"99999999999\" is not a process id")]
    [InlineData("pid:1 ", "\"1 \" is not a process id")]
    [InlineData("pid:\u001b[2J", "\"\\u001b[2J\" is not a process id")]
    public void What_can_never_be_a_target_is_a_fault_of_the_invocation(string text, string fault)
    {
        Assert.False(TargetName.TryParse(text, out var name, out var actual));
        Assert.Equal((null, fault), (name, actual));
    }

    [Fact]
    public void A_name_may_be_as_long_as_said_and_no_longer()
    {
        Assert.True(TargetName.TryParse(new string('a', TargetName.MaxLength), out _, out _));
        Assert.False(TargetName.TryParse(new string('a', TargetName.MaxLength + 1), out _, out _));
    }

    private static void AssertPrintable(string text) => Assert.DoesNotContain(text, character => char.IsControl(character) || character == '\u202e');

    private static TargetResult Find(ExplainHost host, string text)
    {
        Assert.True(TargetName.TryParse(text, out var name, out _));
        return new TargetSearch(host.Trace()).Find(name);
    }
}
