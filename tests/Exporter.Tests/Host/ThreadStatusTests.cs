using System.Text;
using Wattshare.Exporter.Host.Hypervisors;

namespace Wattshare.Exporter.Tests.Host;

public sealed class ThreadStatusTests
{
    [Fact]
    public void Name_and_hardware_threads_are_found()
    {
        Assert.True(ThreadStatus.TryParse("Name:\tCPU 0/KVM\nState:\tS (sleeping)\nCpus_allowed:\tf\nCpus_allowed_list:\t0-3\nMems_allowed_list:\t0\n"u8, out var status));
        Assert.Equal("CPU 0/KVM", Encoding.ASCII.GetString(status.Name));
        Assert.Equal("0-3\n", Encoding.ASCII.GetString(status.Threads));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Name:\tx\n")]
    [InlineData("Cpus_allowed_list:\t0\n")]
    [InlineData("Name:\tx\nCpus_allowed_list:\t0")]
    [InlineData("Name: x\nCpus_allowed_list: 0\n")]
    [InlineData("Name:\tCpus_allowed_list:\t0\n")]
    public void What_is_cut_or_something_else_is_refused(string text) => Assert.False(ThreadStatus.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
