using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Tests.Host;

public sealed partial class ProcessStatTests
{
    private static readonly byte[][] HostileComms =
    [
        [], "sh"u8.ToArray(), "a) R 1 1 (b"u8.ToArray(), "))))"u8.ToArray(), "(((("u8.ToArray(), ") S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20\n"u8.ToArray(),
        "a\nb"u8.ToArray(), [0xFF, 0xFE, 0x80], [0], [.. Enumerable.Repeat((byte)')', 4096)], [.. Enumerable.Repeat((byte)' ', 4096)],
    ];

    [Fact]
    public void A_real_line_gives_its_fields()
    {
        var text = "8268 (python3) R 8227 8183 4457 0 -1 4194368 36 0 0 0 12 34 56 78 20 0 1 0 142857 15 3 18446744073709551615 1 1 0 0\n"u8;
        Assert.True(ProcessStat.TryParse(text, out var stat));
        Assert.Equal("python3"u8.ToArray(), stat.Comm.ToArray());
        Assert.Equal(((byte)'R', 460_000_000L, 142857L), (stat.State, stat.CpuNanoseconds, stat.StartTicks));
    }

    [Fact]
    public void Every_hostile_comm_at_every_cut_agrees_with_the_slow_reader() => Check.QuickThrowOnFailure(Prop.ForAll(
        Inputs.ToArbitrary(),
        text =>
        {
            var expected = SlowRead(text);
            var found = ProcessStat.TryParse(text, out var stat);
            (string, long, long)? actual = found ? (Encoding.Latin1.GetString(stat.Comm), stat.CpuNanoseconds, stat.StartTicks) : null;
            return actual == expected;
        }));

    [Fact]
    public void Most_inputs_of_the_property_are_ones_that_can_be_read()
    {
        var samples = Gen.Sample(Inputs, 1000, 30).ToArray();
        Assert.InRange(samples.Count(text => SlowRead(text) is not null), 300, 950);
    }

    [Fact]
    public void No_bytes_make_it_fail() => Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(bytes =>
        !ProcessStat.TryParse(bytes, out _) || SlowRead(bytes) is not null));

    [Theory]
    [InlineData("1 (a) R 1 1 1 0 -1 0 1 1 1 1 99999999999999999999 1 0 0 20 0 1 0 5 1\n")]
    [InlineData("1 (a) R 1 1 1 0 -1 0 1 1 1 1 -1 1 0 0 20 0 1 0 5 1\n")]
    [InlineData("1 (a) R 1 1 1 0 -1 0 1 1 1 1 1 1 0 0 20 0 1 0 9223372036854775807 1\n")]
    [InlineData("1 (a) R 1 1 1 0 -1 0 1 1 1 1 1 1 0 0 20 0 1 0 5")]
    [InlineData("1 (a) R 1 1 1 0 -1 0 1 1 1 1 1x 1 0 0 20 0 1 0 5 1\n")]
    [InlineData("1 )a( R 1 1 1 0 -1 0 1 1 1 1 1 1 0 0 20 0 1 0 5 1\n")]
    [InlineData("1 (a)")]
    [InlineData("1 (a) ")]
    [InlineData("1 (a) R")]
    [InlineData("")]
    public void A_cut_line_or_a_number_out_of_range_is_refused(string text) => Assert.False(ProcessStat.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void A_machine_of_many_threads_that_runs_for_years_is_understood()
    {
        // 416 busy virtual processors for more than a year: more nanoseconds than 63 bits hold.
        Assert.True(ProcessStat.TryParse("1 (a) R 1 1 1 0 -1 0 1 1 1 1 1800000000000 30000000000 0 0 20 0 1 0 5 1\n"u8, out var stat));
        Assert.True(ProcessStat.TryParse("1 (a) R 1 1 1 0 -1 0 1 1 1 1 1800000000003 30000000001 0 0 20 0 1 0 5 1\n"u8, out var later));
        Assert.Equal(40_000_000, CpuClock.Difference(later.CpuNanoseconds, stat.CpuNanoseconds));
    }

    private static Gen<byte[]> Inputs =>
        from comm in Gen.OneOf(Gen.Elements(HostileComms), ArbMap.Default.GeneratorFor<byte[]>())
        from fields in Gen.ArrayOf(Gen.Choose(0, 1_000_000_000), 48)
        from keep in Gen.Frequency((3, Gen.Constant(1000)), (1, Gen.Choose(0, 1000)))
        select Line(comm, fields, keep);

    private static byte[] Line(byte[] comm, int[] fields, int keepPerMille)
    {
        var tail = string.Join(' ', fields.Select(field => field.ToString(CultureInfo.InvariantCulture)));
        byte[] whole = [.. "42 ("u8, .. comm, .. ") S "u8, .. Encoding.ASCII.GetBytes(tail), (byte)'\n'];
        return whole[..(whole.Length * keepPerMille / 1000)];
    }

    /// <summary>The manual as a regular expression: greedy up to the last parenthesis, then the fields one by one.</summary>
    private static (string Comm, long Cpu, long Start)? SlowRead(byte[] bytes)
    {
        var match = Fields().Match(Encoding.Latin1.GetString(bytes));
        if (!match.Success) return null;
        var fields = match.Groups["field"].Captures.Select(capture => capture.Value).ToArray();
        var numbers = fields.Select(field => long.TryParse(field, CultureInfo.InvariantCulture, out var value) && value >= 0 ? value : -1).ToArray();
        if (numbers[6] < 0 || numbers[11] < 0 || numbers[12] < 0 || numbers[19] < 0) return null;
        return (match.Groups["comm"].Value, (numbers[11] + numbers[12]) * 10_000_000, numbers[19]);
    }

    [GeneratedRegex(@"\A[^(]*\((?<comm>.*)\) (?<field>[^)]) (?:(?<field>[^ )]*)[ \n]){19}[^)]*\z", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fields();
}
