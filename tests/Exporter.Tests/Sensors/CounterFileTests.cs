using Wattshare.Attribution.Model;
using Wattshare.Exporter.Sensors;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors;

public sealed class CounterFileTests : IDisposable
{
    private readonly FixtureTree _tree = FixtureTree.Parse("energy_uj = 100\n");
    private readonly CounterFile _file = new();
    private readonly byte[] _buffer = new byte[CounterText.BufferSize];

    public void Dispose()
    {
        _file.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void An_open_file_is_read_afresh_each_time()
    {
        _file.Reopen(_tree.PathOf("energy_uj"));
        Assert.Equal((ReadOutcome.Ok, 100), Read());
        _tree.Write("energy_uj", "7\n");
        Assert.Equal((ReadOutcome.Ok, 7), Read());
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        _file.Reopen(_tree.PathOf("energy_uj"));
        _ = Read();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++) _ = _file.Read(_buffer, out _);
        }));
    }

    [Fact]
    public void A_file_that_was_never_opened_is_absent() => Assert.Equal((ReadOutcome.Absent, 0), Read());

    [Fact]
    public void A_file_that_is_not_there_is_absent()
    {
        _file.Reopen(_tree.PathOf("missing/energy_uj"));
        Assert.Equal((ReadOutcome.Absent, 0), Read());
        _file.Reopen(_tree.PathOf("missing"));
        Assert.Equal((ReadOutcome.Absent, 0), Read());
    }

    [Fact]
    public void A_file_without_permission_is_denied_and_read_once_it_has_it()
    {
        _tree.SetMode("energy_uj", 0);
        PowercapOrdinaryUser.Run(() => _file.Reopen(_tree.PathOf("energy_uj")));
        Assert.Equal((ReadOutcome.Denied, 0), Read());
        _tree.SetMode("energy_uj", 0b100_100_100);
        PowercapOrdinaryUser.Run(() => _file.Reopen(_tree.PathOf("energy_uj")));
        Assert.Equal((ReadOutcome.Ok, 100), Read());
    }

    [Fact]
    public void An_error_of_the_kernel_while_reading_is_a_failure()
    {
        // The first page of this process is never mapped, so that reading it is an input/output error (EIO).
        _file.Reopen("/proc/self/mem");
        Assert.Equal((ReadOutcome.Failed, 0), Read());
        Assert.Equal((ReadOutcome.Failed, 0), Read());
    }

    [Fact]
    public void A_directory_in_the_place_of_the_file_is_a_failure_and_not_a_matter_of_permission()
    {
        _file.Reopen(_tree.Root);
        Assert.Equal((ReadOutcome.Failed, 0), Read());
    }

    [Fact]
    public void A_text_longer_than_the_buffer_is_garbage()
    {
        _tree.Write("energy_uj", new string('0', 5_000));
        _file.Reopen(_tree.PathOf("energy_uj"));
        Assert.Equal((ReadOutcome.Garbage, 0), Read());
    }

    [Theory]
    [InlineData(19, ReadOutcome.Absent)]
    [InlineData(6, ReadOutcome.Absent)]
    [InlineData(5, ReadOutcome.Failed)]
    [InlineData(22, ReadOutcome.Failed)]
    [InlineData(61, ReadOutcome.Failed)]
    public void The_error_number_of_the_kernel_decides_between_gone_and_failed(int errno, object expected) =>
        Assert.Equal(expected, ReadOutcomes.From(new IOException("", errno)));

    [Theory]
    [InlineData(2, ReadOutcome.Absent)]
    [InlineData(6, ReadOutcome.Absent)]
    [InlineData(19, ReadOutcome.Absent)]
    [InlineData(1, ReadOutcome.Denied)]
    [InlineData(13, ReadOutcome.Denied)]
    [InlineData(5, ReadOutcome.Failed)]
    [InlineData(61, ReadOutcome.Failed)]
    public void The_error_number_of_a_read_has_an_outcome(int errno, object expected) => Assert.Equal(expected, ReadOutcomes.From(errno));

    private (ReadOutcome Outcome, long Value) Read()
    {
        var outcome = _file.Read(_buffer, out var value);
        return (outcome, value);
    }
}
