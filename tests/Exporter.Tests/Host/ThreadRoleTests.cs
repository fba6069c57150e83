using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Hypervisors;

namespace Wattshare.Exporter.Tests.Host;

public sealed class ThreadRoleTests
{
    [Theory]
    [InlineData("CPU 0/KVM", VmRole.Vcpu)]
    [InlineData("CPU 1023/KVM", VmRole.Vcpu)]
    [InlineData("CPU 3/TCG", VmRole.Vcpu)]
    [InlineData("CPU 3/HVF", VmRole.Vcpu)]
    [InlineData("CPU 0/", VmRole.Emulator)]
    [InlineData("CPU /KVM", VmRole.Emulator)]
    [InlineData("CPU x/KVM", VmRole.Emulator)]
    [InlineData("CPU 0", VmRole.Emulator)]
    [InlineData("CPU", VmRole.Emulator)]
    [InlineData("IO iothread1", VmRole.IoThread)]
    [InlineData("IO mon_iothread", VmRole.IoThread)]
    [InlineData("IO ", VmRole.IoThread)]
    [InlineData("IO", VmRole.Emulator)]
    [InlineData("io-wq", VmRole.Emulator)]
    [InlineData("vhost-1234", VmRole.Vhost)]
    [InlineData("vhost-", VmRole.Emulator)]
    [InlineData("vhost-12a", VmRole.Emulator)]
    [InlineData("vhost_user", VmRole.Emulator)]
    [InlineData("qemu-system-x86", VmRole.Emulator)]
    [InlineData("worker", VmRole.Emulator)]
    [InlineData("", VmRole.Emulator)]
    public void The_name_of_a_thread_tells_its_role(string comm, VmRole expected) => Assert.Equal(expected, ThreadRole.Of(Encoding.UTF8.GetBytes(comm)));

    [Fact]
    public void No_bytes_make_it_fail_and_few_are_anything_but_the_emulator() => Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes =>
    {
        var text = Encoding.Latin1.GetString(bytes);
        var named = text.StartsWith("CPU ", StringComparison.Ordinal) || text.StartsWith("IO ", StringComparison.Ordinal)
            || text.StartsWith("vhost-", StringComparison.Ordinal);
        return named || ThreadRole.Of(bytes) == VmRole.Emulator;
    }));
}
