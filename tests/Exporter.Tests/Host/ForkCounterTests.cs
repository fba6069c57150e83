using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Host;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class ForkCounterTests : IDisposable
{
    private readonly HostTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("cpu 1 2 3 4\nprocesses 123\nprocs_running 1\n", 123L)]
    [InlineData("cpu 1 2 3 4\nprocesses 9223372036854775807\n", long.MaxValue)]
    [InlineData("cpu 1 2 3 4\nprocesses 9223372036854775808\n", null)]
    [InlineData("cpu 1 2 3 4\nprocesses 99999999999999999999999\n", null)]
    [InlineData("cpu 1 2 3 4\nprocesses 123", null)]
    [InlineData("cpu 1 2 3 4\nprocesses 123 \n", null)]
    [InlineData("cpu 1 2 3 4\nprocesses -1\n", null)]
    [InlineData("cpu 1 2 3 4\nprocesses +1\n", null)]
    [InlineData("cpu 1 2 3 4\nprocesses \n", null)]
    [InlineData("cpu 1 2 3 4\nprocesses ", null)]
    [InlineData("cpu 1 2 3 4\nmy processes 123\n", null)]
    [InlineData("", null)]
    public void The_line_is_found_or_refused(string text, long? expected)
    {
        var found = ForkCounter.TryParse(Encoding.ASCII.GetBytes(text), out var forks);
        Assert.Equal(expected, found ? forks : null);
    }

    [Fact]
    public void No_bytes_make_it_fail() => Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes =>
    {
        var line = Encoding.Latin1.GetString(bytes).Split('\n');
        var number = long.TryParse(line[0], NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        long? expected = line.Length > 1 && number ? value : null;
        var found = ForkCounter.TryParse([.. "cpu 1\nprocesses "u8, .. bytes], out var forks);
        return expected == (found ? forks : null);
    }));

    [Fact]
    public void It_moves_with_the_count_and_whenever_the_count_is_not_known()
    {
        using var counter = new ForkCounter(_tree.Proc);
        Assert.True(counter.HasMoved());
        Assert.True(counter.HasMoved());
        _tree.SetForks(7);
        Assert.True(counter.HasMoved());
        Assert.False(counter.HasMoved());
        _tree.SetForks(8);
        Assert.True(counter.HasMoved());
        Assert.False(counter.HasMoved());

        // A sandbox that counts nothing prints 0 for ever.
        _tree.SetForks(0);
        Assert.True(counter.HasMoved());
        Assert.True(counter.HasMoved());
        File.WriteAllText(Path.Combine(_tree.Proc, "stat"), "garbage");
        Assert.True(counter.HasMoved());
        Assert.True(counter.HasMoved());
        _tree.SetForks(8);
        Assert.True(counter.HasMoved());
        Assert.False(counter.HasMoved());
    }

    [Fact]
    public void The_line_is_found_behind_a_long_line_of_interrupts()
    {
        var interrupts = string.Concat(Enumerable.Repeat(" 12345", 20_000));
        File.WriteAllText(Path.Combine(_tree.Proc, "stat"), $"cpu 1 2 3 4\nintr 1{interrupts}\nprocesses 55\n");
        using var counter = new ForkCounter(_tree.Proc);
        Assert.True(counter.HasMoved());
        Assert.False(counter.HasMoved());
    }
}
