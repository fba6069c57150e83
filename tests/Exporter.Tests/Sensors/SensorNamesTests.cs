using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Sensors;

public sealed class SensorNamesTests
{
    [Theory]
    [InlineData("auto", "rapl model")]
    [InlineData(" auto ", "rapl model")]
    [InlineData("rapl", "rapl")]
    [InlineData("model", "model")]
    [InlineData("rapl, model", "rapl model")]
    public void Names_are_taken_in_their_order(string text, string expected)
    {
        Assert.True(SensorNames.TryParse(text, out var names, out var errors));
        Assert.Equal(expected, string.Join(' ', names));
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("", "sensor '' is unknown; known are auto, rapl, model")]
    [InlineData("rapl,", "sensor '' is unknown; known are auto, rapl, model")]
    [InlineData("RAPL", "sensor 'RAPL' is unknown; known are auto, rapl, model")]
    [InlineData("rapl,nvml", "sensor 'nvml' is not in this version; known are auto, rapl, model")]
    [InlineData("hwmon", "sensor 'hwmon' is not in this version; known are auto, rapl, model")]
    [InlineData("auto,model", "'auto' stands alone")]
    [InlineData("rapl,rapl", "sensor 'rapl' is named more than once")]
    [InlineData("model,rapl", "'model' must be the last: it stands in where no counter can be read")]
    [InlineData("watts,bmc", "sensor 'watts' is unknown; known are auto, rapl, model|sensor 'bmc' is unknown; known are auto, rapl, model")]
    public void Every_fault_is_named_and_the_known_names_with_it(string text, string expected)
    {
        Assert.False(SensorNames.TryParse(text, out var names, out var errors));
        Assert.Empty(names);
        Assert.Equal(expected, string.Join('|', errors));
    }
}
