using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Sensors.Hwmon;

namespace Wattshare.Exporter.Tests.Sensors.Hwmon;

public sealed class HwmonAttributeTests
{
    [Theory]
    [InlineData("power1_input", "power1", false)]
    [InlineData("power12_average", "power12", true)]
    [InlineData("energy3_input", "energy3", false)]
    public void Files_of_power_and_energy_are_known(string name, string channel, bool average)
    {
        Assert.True(HwmonAttribute.TryParse(Encoding.UTF8.GetBytes(name), out var attribute));
        Assert.Equal((channel, average, name), (attribute.Channel, attribute.Average, attribute.File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("power")]
    [InlineData("power_input")]
    [InlineData("power0_input")]
    [InlineData("power01_input")]
    [InlineData("power-1_input")]
    [InlineData("power99999_input")]
    [InlineData("power1_input_highest")]
    [InlineData("power1_average_interval")]
    [InlineData("power1_label")]
    [InlineData("energy1_average")]
    [InlineData("temp1_input")]
    [InlineData("Power1_input")]
    public void Other_files_are_not(string name) => Assert.False(HwmonAttribute.TryParse(Encoding.UTF8.GetBytes(name), out _));

    [Fact]
    public void No_name_makes_the_parser_throw_and_every_name_it_takes_is_its_own() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        static bytes => !HwmonAttribute.TryParse(bytes, out var attribute) || Encoding.UTF8.GetBytes(attribute.File).SequenceEqual(bytes)));

    [Theory]
    [InlineData("power_meter", "", HwmonMeterKind.Machine, null)]
    [InlineData("power_meter", "Hewlett-Packard", HwmonMeterKind.Machine, null)]
    [InlineData("power_meter", "Module Power Socket 1", HwmonMeterKind.Module, 1)]
    [InlineData("power_meter", "Grace Power Socket 0", HwmonMeterKind.Socket, 0)]
    [InlineData("power_meter", "CPU Power Socket 3", HwmonMeterKind.CpuRail, 3)]
    [InlineData("power_meter", "SysIO Power Socket 0", HwmonMeterKind.Other, 0)]
    [InlineData("power_meter", "CPU Power Socket 999", HwmonMeterKind.Machine, null)]
    [InlineData("power_meter", "CPU Power Socket ", HwmonMeterKind.Machine, null)]
    [InlineData("amdgpu", "PPT", HwmonMeterKind.Other, null)]
    public void Only_known_power_meters_are_more_than_shown(string chip, string text, object kind, int? socket) =>
        Assert.Equal(new HwmonMeter((HwmonMeterKind)kind, socket), HwmonMeter.Of(chip, HwmonQuantity.Power, text));

    [Fact]
    public void Only_sockets_of_the_AMD_driver_count()
    {
        Assert.Equal(HwmonMeterKind.CpuCounter, HwmonMeter.Of("amd_energy", HwmonQuantity.Energy, "Esocket0").Kind);
        Assert.Equal(HwmonMeterKind.Other, HwmonMeter.Of("amd_energy", HwmonQuantity.Energy, "Ecore000").Kind);
        Assert.Equal(HwmonMeterKind.Other, HwmonMeter.Of("other", HwmonQuantity.Energy, "Esocket0").Kind);
    }
}
