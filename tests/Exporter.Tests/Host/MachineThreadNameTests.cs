using System.Text;
using Wattshare.Exporter.Host.Hypervisors;

namespace Wattshare.Exporter.Tests.Host;

public sealed class MachineThreadNameTests
{
    [Theory]
    [InlineData("vhost-1234", 1234)]
    [InlineData("vhost-4194304", 4194304)]
    [InlineData("vhost-", 0)]
    [InlineData("vhost-12x", 0)]
    [InlineData("vhost-+12", 0)]
    [InlineData("vhost--12", 0)]
    [InlineData("vhost-99999999999999", 0)]
    [InlineData("Vhost-12", 0)]
    [InlineData("kvm-12", 0)]
    [InlineData("kvm-pit/1234", 1234)]
    [InlineData("kvm-pit/4194304", 4194304)]
    [InlineData("kvm-pit/", 0)]
    [InlineData("kvm-pit-12", 0)]
    [InlineData("kvm-nx-lpage-recovery-77", 77)]
    [InlineData("kvm-nx-lpage-recovery-", 0)]
    [InlineData("kvm-nx-lpage-re", 0)]
    [InlineData("", 0)]
    public void The_owner_is_the_number_and_nothing_else(string comm, int expected) => Assert.Equal(expected, MachineThreadName.OwnerOf(Encoding.ASCII.GetBytes(comm)));

    [Theory]
    [InlineData("kvm-nx-lpage-re", true)]
    [InlineData("kvm-nx-lpage-recovery-77", false)]
    [InlineData("kvm-pit/4194304", false)]
    [InlineData("", false)]
    public void Only_a_name_that_lost_its_number_is_cut(string comm, bool expected) => Assert.Equal(expected, MachineThreadName.IsCut(Encoding.ASCII.GetBytes(comm)));
}
