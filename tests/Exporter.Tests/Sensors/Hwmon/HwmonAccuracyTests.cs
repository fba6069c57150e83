using System.Text;
using Wattshare.Exporter.Sensors.Hwmon;

namespace Wattshare.Exporter.Tests.Sensors.Hwmon;

public sealed class HwmonAccuracyTests
{
    [Theory]
    [InlineData("95.0%\n", 0.05)]
    [InlineData("95.5%\n", 0.04995)]
    [InlineData("98.500%\n", 0.015)]
    [InlineData("99.999%\n", 0.00001)]
    [InlineData("50.0%\n", 0.5)]
    [InlineData("97\n", 0.03)]
    public void What_is_stated_is_a_bound_and_becomes_one_standard_deviation(string text, double bound)
    {
        Assert.True(HwmonAccuracy.TryParse(Encoding.ASCII.GetBytes(text), out var relative));
        Assert.Equal(bound / Math.Sqrt(3), relative, 12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("95.0%")]
    [InlineData("100.0%\n")]
    [InlineData("101.0%\n")]
    [InlineData("0.0%\n")]
    [InlineData("5.0%\n")]
    [InlineData("49.999%\n")]
    [InlineData("-95.0%\n")]
    [InlineData("+95.0%\n")]
    [InlineData("95.%\n")]
    [InlineData("95.1000%\n")]
    [InlineData("95.-1%\n")]
    [InlineData("4294967.295%\n")]
    [InlineData("99999999999999999999%\n")]
    [InlineData("95.0%%\n")]
    [InlineData("unknown\n")]
    [InlineData("NaN\n")]
    public void What_states_nothing_that_can_be_believed_is_not_used(string text)
    {
        Assert.False(HwmonAccuracy.TryParse(Encoding.ASCII.GetBytes(text), out var relative));
        Assert.Equal(0, relative);
    }

    [Theory]
    [InlineData("97.0%\n", 0.0173205)]
    [InlineData("100.0%\n", null)]
    [InlineData("lies\n", null)]
    [InlineData(null, null)]
    public void The_zone_of_a_meter_says_what_the_meter_states(string? text, double? expected)
    {
        using var rig = new HwmonRig("hwmon-grace", tree =>
        {
            if (text is not null) tree.Write("sys/devices/ACPI000D:01/power1_accuracy", text);
            else tree.Delete("sys/devices/ACPI000D:01/power1_accuracy");
        });
        _ = rig.ReadAt(0);
        var stated = Readings.Info(rig.Sensor, "ACPI000D:01/power_meter/power1").StatedUncertainty;
        Assert.Equal(expected is not null, stated is not null);
        if (expected is { } value) Assert.Equal(value, stated!.Value, 5);

        // What the recorded host says of its meters is 90 %.
        Assert.Equal(0.1 / Math.Sqrt(3), Readings.Info(rig.Sensor, "ACPI000D:02/power_meter/power1").StatedUncertainty!.Value, 12);
    }
}
