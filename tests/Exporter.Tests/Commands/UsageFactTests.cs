using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Commands;

public sealed class UsageFactTests
{
    private static readonly BpfObstacle Obstacle = new("no luck", "Try again.");

    [Fact]
    public void A_better_source_that_cannot_be_used_is_worth_a_note() => Assert.Equal(
        new CheckFact(CheckLevel.Note, "CPU time", "procfs, in steps of 10 ms; bpf cannot be used: no luck", "Try again."),
        UsageFact.Of("procfs", Obstacle, UsageSourceKind.Auto));

    [Fact]
    public void One_that_is_asked_for_and_cannot_be_used_is_an_error() => Assert.Equal(
        new CheckFact(CheckLevel.Error, "CPU time", "--usage.source=bpf cannot be used, and the exporter does not start with it: no luck", "Try again."),
        UsageFact.Of("procfs", Obstacle, UsageSourceKind.Bpf));

    [Theory]
    [InlineData("bpf", UsageSourceKind.Bpf, "bpf: every thread, to the nanosecond")]
    [InlineData("procfs", UsageSourceKind.Procfs, "procfs: in steps of 10 ms; cgroups exactly")]
    public void What_is_used_as_asked_for_is_well(string source, object wanted, string message) =>
        Assert.Equal(new CheckFact(CheckLevel.Ok, "CPU time", message), UsageFact.Of(source, null, (UsageSourceKind)wanted));

    [Theory]
    [InlineData("auto", 1)]
    [InlineData("bpf", 2)]
    public async Task Check_ends_with_the_status_with_which_the_exporter_would(string source, int status)
    {
        using var output = new StringWriter();
        var options = new WattshareOptions();
        options.Usage.Source = source == "bpf" ? UsageSourceKind.Bpf : UsageSourceKind.Auto;
        var command = new CheckCommand((settings, _) => Task.FromResult(new CheckInput(Array.Empty<SensorFinding>(), [UsageFact.Of("procfs", Obstacle, settings.Usage.Source)])));
        Assert.Equal(status, await command.RunAsync(options, new CommandConsole(output, TextWriter.Null), CancellationToken.None));
    }
}
