using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.State;
using Wattshare.Exporter.Tests.Host;

namespace Wattshare.Exporter.Tests.State;

public sealed class FloorFileTests : IDisposable
{
    private static readonly LearnedFloor Floor =
        new(Component.Cpu, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), [new IdlePowerBin(12_000_000, 60)]) { Zones = 0xabc };

    private readonly string _directory = Directory.CreateTempSubdirectory("wattshare-state-").FullName;
    private readonly FaultProbe _faults = new();

    private string FilePath => Path.Combine(_directory, "idle-floors");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Floors_come_back_on_the_same_hardware_only()
    {
        Assert.Empty(File("a x 4").Load());
        Assert.True(File("a x 4").Save([Floor]));
        var read = Assert.Single(File("a x 4").Load());
        Assert.Equal((Floor.Component, Floor.LastObserved, Floor.Zones), (read.Component, read.LastObserved, read.Zones));
        Assert.Equal(Floor.Bins.ToArray(), read.Bins.ToArray());
        Assert.Empty(File("a x 8").Load());
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole_and_nothing_else_stays()
    {
        System.IO.File.WriteAllText(FilePath, new string('x', 100_000));
        System.IO.File.WriteAllText(FilePath + ".new", "left behind by a kill");
        Assert.True(File("a").Save([Floor]));
        Assert.Single(File("a").Load());
        Assert.Equal([FilePath], Directory.EnumerateFiles(_directory));
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read_to_its_end()
    {
        File("a").Save([Floor]);
        System.IO.File.AppendAllText(FilePath, string.Concat(Enumerable.Repeat("bin 1 1\n", 40_000)));
        Assert.Empty(File("a").Load());
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public void A_directory_in_the_place_of_the_file_is_a_fault_and_no_crash()
    {
        Directory.CreateDirectory(FilePath);
        Assert.Empty(File("a").Load());
        Assert.False(File("a").Save([Floor]));
        Assert.Equal(2, _faults.Log.Count(FaultKind.StateUnusable));
        Assert.StartsWith($"Warning: StateUnusable: {FilePath}: The learned idle floors are not kept over a restart: ", Assert.Single(_faults.Lines), StringComparison.Ordinal);
        Directory.Delete(FilePath);
        Assert.True(File("a").Save([Floor]));
        Assert.Equal($"Information: StateUnusable: {FilePath}: recovered", _faults.Lines[^1]);
    }

    [Theory]
    [InlineData("/var/lib/wattshare", "/var/lib/wattshare")]
    [InlineData("/var/lib/wattshare:/var/lib/more", "/var/lib/wattshare")]
    [InlineData("", null)]
    [InlineData("relative", null)]
    public void The_directory_is_the_first_that_systemd_made(string variable, string? expected) =>
        Assert.Equal(expected, FloorFile.DirectoryOf(new Dictionary<string, string> { ["STATE_DIRECTORY"] = variable }));

    [Fact]
    public void Without_systemd_there_is_no_directory() => Assert.Null(FloorFile.DirectoryOf(new Dictionary<string, string>()));

    private FloorFile File(string host) => new(_directory, host, _faults.Log);
}
