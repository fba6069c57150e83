using System.Buffers;
using System.Text;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.VmShare.Documents;

namespace Wattshare.VmShare.Tests.Documents;

public sealed class ShareJsonTests
{
    [Fact]
    public void A_document_comes_back_as_it_was_written()
    {
        var written = Sample();
        Assert.True(ShareJson.TryParse(Encoding.UTF8.GetBytes(Text(written)), out var read));
        Assert.Equal(written with { Zones = [] }, read! with { Zones = [] });
        Assert.Equal(written.Zones.AsEnumerable(), read.Zones.AsEnumerable());
    }

    [Fact]
    public void A_host_without_gpu_metering_says_null_and_not_zero()
    {
        Assert.Contains("\"gpu_uj\": null", Text(Sample()), StringComparison.Ordinal);
        var withGpu = Sample() with { Components = Sample().Components.With(Component.Gpu) };
        Assert.Contains("\"gpu_uj\": {", Text(withGpu), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_an_exporter_that_did_not_tell_how_sure_it_was_is_read_all_the_same()
    {
        const string text = """{"schema":1,"vm":"web","components":["cpu"],"split_uj":{"cpu":{"active":41,"idle":1}}}""";
        Assert.True(ShareJson.TryParse(Encoding.UTF8.GetBytes(text), out var read));
        Assert.Equal((41, default(EnergyUncertainty)), (read!.Active[Component.Cpu], read.Uncertainty));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var whole = Encoding.UTF8.GetBytes(Text(Sample()));
        for (var length = 0; length < whole.Length; length++) Assert.False(ShareJson.TryParse(whole.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":2}")]
    [InlineData("{\"schema\":\"1\"}")]
    [InlineData("{\"schema\":1.5}")]
    [InlineData("{\"schema\":1,\"vm\":\"\\ud800\"}")]
    [InlineData("{\"schema\":1,\"vm\":[[[[[[[[[[[]]]]]]]]]]]}")]
    [InlineData("\0\0\0")]
    public void What_is_not_schema_one_is_refused(string text) => Assert.False(ShareJson.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Wrong_kinds_and_absurd_numbers_read_as_absent()
    {
        const string text = """
            {"schema":1,"vm":7,"uuid":null,"components":["cpu","moon",3],"method":"guess","interval_seconds":-1,
             "heartbeat":{"time":"yesterday","sequence":9223372036854775807},"zones":[{"path":"intel-rapl:0","component":"cpu","energy_uj":9223372036854775807},5,{}],
             "split_uj":{"cpu":{"active":9223372036854775807,"idle":-5}},"uncertainty_uj":{"cpu":{"random":-1,"systematic":9223372036854775807},"dram":5}}
            """;
        Assert.True(ShareJson.TryParse(Encoding.UTF8.GetBytes(text), out var read));
        Assert.Equal("", read!.Vm);
        Assert.Equal(MeasurementMethod.Model, read.Method);
        Assert.Equal(ComponentSet.None.With(Component.Cpu), read.Components);
        Assert.Equal(0, read.IntervalSeconds);
        Assert.Equal(0, read.HeartbeatSequence);
        Assert.Equal(default, read.HeartbeatTime);
        Assert.Equal(0, Assert.Single(read.Zones).EnergyMicrojoules);
        Assert.Equal(default, read.Active);
        Assert.Equal(default, read.Idle);
        Assert.Equal(default, read.Uncertainty);
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_even_parsed()
    {
        var text = Text(Sample()) + new string(' ', ShareJson.LongestFile);
        Assert.False(ShareJson.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    private static ShareDocument Sample()
    {
        var active = default(ComponentEnergy);
        active[Component.Cpu] = 41;
        active[Component.Dram] = 7;
        return new ShareDocument
        {
            Vm = "a \"quoted\" ü\n name",
            Uuid = "11111111-2222-3333-4444-555555555555",
            DirectoryMade = true,
            Components = ComponentSet.None.With(Component.Cpu).With(Component.Dram),
            Method = MeasurementMethod.Integrated,
            IntervalSeconds = 1.001,
            HeartbeatTime = new DateTimeOffset(2026, 11, 21, 1, 2, 3, TimeSpan.Zero),
            HeartbeatSequence = 99,
            Zones = [new("intel-rapl:0", "package-0", Component.Cpu, MeasurementMethod.Integrated, 1_000_000_000_000_041)],
            Active = active,
            Uncertainty = default(EnergyUncertainty).With(Component.Cpu, 3, 5).With(Component.Dram, 1, 2),
        };
    }

    private static string Text(ShareDocument document)
    {
        var output = new ArrayBufferWriter<byte>();
        ShareJson.Write(document, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
