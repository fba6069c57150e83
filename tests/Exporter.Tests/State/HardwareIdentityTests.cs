using Wattshare.Exporter.State;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.State;

public sealed class HardwareIdentityTests : IDisposable
{
    private readonly HostTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Model_and_number_of_hardware_threads_tell_hardware_apart()
    {
        File.WriteAllText(
            Path.Combine(_tree.Proc, "cpuinfo"),
            "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\nmodel name\t: Xeon: Gold\ncpu MHz\t\t: 1234.5\n\nprocessor\t: 1\nvendor_id\t: GenuineIntel\nmodel\t\t: 85\n");
        Assert.Equal("GenuineIntel 6 85 Xeon: Gold x 2", HardwareIdentity.Read(_tree.Proc));
    }

    [Fact]
    public void A_hostile_text_stays_one_line()
    {
        File.WriteAllText(Path.Combine(_tree.Proc, "cpuinfo"), "processor : 0\nmodel name : a\rb\0c" + new string('x', 5000) + "\n");
        var identity = HardwareIdentity.Read(_tree.Proc);
        Assert.InRange(identity.Length, 1, 512);
        Assert.DoesNotContain(identity, char.IsControl);
    }

    [Fact]
    public void Without_the_file_all_hardware_is_the_same() => Assert.Equal("unknown", HardwareIdentity.Read(_tree.Proc));
}
