using System.Text;
using Wattshare.Exporter.Host.Hypervisors;

namespace Wattshare.Exporter.Tests.Host;

public sealed class VhostNameTests
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
    [InlineData("", 0)]
    public void The_owner_is_the_number_and_nothing_else(string comm, int expected) => Assert.Equal(expected, VhostName.OwnerOf(Encoding.ASCII.GetBytes(comm)));
}
