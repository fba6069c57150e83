using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Commands.Explain;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Commands.Explain;

public sealed partial class ExplainReportTests
{
    private const string Id = "589fb66598776702698dbd3609754bb97d962a3caf73a66de718b95c30dcdc04";

    [Fact]
    public void What_is_printed_of_a_target_adds_up_to_what_the_report_says() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => Explained(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void A_container_of_many_processes_is_a_bounded_table_and_nothing_of_it_is_lost()
    {
        var group = ExplainHost.Group(1, ExplainHost.Container("shop", Id));
        var host = new ExplainHost().With(group, 3_000_000);
        for (var i = 1; i <= 100; i++) host.With(i, group: group, used: 1_000 * i);
        for (var i = 101; i <= 200; i++) host.With(i, used: 7_000);
        var text = Render(host, "shop");
        Assert.InRange(text.Split('\n').Length, 60, 110);
        Assert.Contains(" 80 more of the target\n", text, StringComparison.Ordinal);
        Assert.Contains(" 80 more\n", text, StringComparison.Ordinal);

        // The weights of level two that have no row of their own: 1 + ... + 80 thousand.
        Assert.Matches(@"\* +3240000 .* 80 more of the target\n", text);
        AssertHolds(text);
    }

    [Fact]
    public void A_target_that_did_not_run_has_no_weight_and_says_so()
    {
        var text = Render(new ExplainHost().With(1, used: 5_000).With(2), "2");
        Assert.Contains("  the target used no CPU time in this interval: its weight is 0 and so is its active energy\n", text, StringComparison.Ordinal);
        Assert.Contains("target power  0 uJ / 1000000000 ns = 0.000000 W\n", text, StringComparison.Ordinal);
        AssertHolds(text);
    }

    [Fact]
    public void Names_of_guests_and_processes_cannot_command_the_terminal()
    {
        const string evil = "a\u001b[2J\r\nb\u202e\u0007";
        var group = new GroupInfo { Id = 1, Path = "/\u001b]0;x\u0007", Container = ExplainHost.Container(evil, evil + "0123456789012345") };
        var host = new ExplainHost().With(group, 900).With(1, evil, ExplainHost.Vm(evil, evil, 1), group, 300).With(2, evil, group: group, used: 300);
        foreach (var target in (string[])["vm:" + evil, "container:" + evil, "1", "2"])
            Assert.DoesNotContain(Render(host, target), character => character != '\n' && (char.IsControl(character) || character == '\u202e'));
    }

    [Fact]
    public void What_was_read_ahead_of_the_samples_is_taken_out_and_said()
    {
        var text = Render(new ExplainHost { LateMilliseconds = (10, 30) }.With(1, used: 5_000), "1");
        Assert.Contains(" 50000007 - 7 == 50000000 uJ\n", text, StringComparison.Ordinal);
        Assert.Contains(" 50000000 - 1470588 == 48529412 uJ: what was read ahead of the first sample, less", text, StringComparison.Ordinal);
        AssertHolds(text);
    }

    [Fact]
    public void Nothing_measured_still_has_its_weights()
    {
        var host = new ExplainHost().With(1, used: 5_000);
        var input = host.Measure();
        var text = ExplainReport.Render(input with { After = input.After with { Measured = default } }, TargetOf(input, "1"));
        Assert.Contains("  nothing: no zone gave a value\n", text, StringComparison.Ordinal);
        Assert.Matches(@"\* +5000 +0 +3 +5003  1 ""worker"", carried by the system\n", text);
    }

    [Fact]
    public void An_equation_that_does_not_hold_is_not_said_to_hold()
    {
        Assert.Equal("30 == 10 (B) + 20 (D)", Equation.Sum(30, (10, "B"), (20, "D")));
        Assert.Equal("31 != 10 (B) + 20 (D)", Equation.Sum(31, (10, "B"), (20, "D")));
        Assert.Equal("0 == 0", Equation.Sum(0));
        Assert.Equal("floor(10 * (1 + 1) / 3) - floor(10 * 1 / 3) = 6 - 3 == 3 uJ", Equation.Part(10, 3, 1, 1, 3));
        Assert.Equal("floor(10 * (1 + 1) / 3) - floor(10 * 1 / 3) = 6 - 3 != 4 uJ", Equation.Part(10, 3, 1, 1, 4));
        Assert.Equal("no weights: all of it, 10 == 10", Equation.Part(10, 0, 0, 0, 10));
    }

    private static bool Explained(int seed)
    {
        var random = new Random(seed);
        var host = new ExplainHost();
        var vm = ExplainHost.Vm("guest", "u", 1);
        GroupInfo[] groups = [ExplainHost.Group(1, ExplainHost.Container("shop", Id)), ExplainHost.Group(2), ExplainHost.Group(3, ExplainHost.Container("shop", Id))];
        foreach (var group in groups) host.With(group, random.Next(3) == 0 ? 0 : random.Next(1_000_000));
        for (var i = 1; i <= 40; i++)
        {
            var group = random.Next(4) is var place && place < groups.Length ? groups[place] : null;
            host.With(i, vm: random.Next(5) == 0 ? vm : null, group: group, used: random.Next(3) == 0 ? 0 : random.Next(400_000));
        }

        var input = host.Measure(random.Next(100_000_000));
        foreach (var name in (string[])["shop", "pid:7", "guest"])
        {
            if (name == "guest" && input.After.Vms.Length == 0) continue;
            var target = TargetOf(input, name);
            var text = ExplainReport.Render(input, target);
            AssertHolds(text);
            var reported = target.ActiveIn(input.After)?.LastInterval[Component.Cpu] ?? 0;
            var line = text.Split('\n').Single(line => line.StartsWith("    target active", StringComparison.Ordinal));
            if (target.ActiveIn(input.After) is not null) Assert.StartsWith($"    target active {reported} == ", line, StringComparison.Ordinal);
        }

        return true;
    }

    /// <summary>Every equality of the text holds by its own printed numbers, and the program found so too.</summary>
    private static void AssertHolds(string text)
    {
        Assert.Equal("Sums (uJ): == was compared, and != would be a defect", Assert.Single(text.Split('\n'), line => line.Contains("!=", StringComparison.Ordinal)));
        var equations = SumPattern().Matches(text);
        Assert.InRange(equations.Count, 5, 1_000);
        foreach (Match equation in equations)
        {
            var whole = long.Parse(equation.Groups["whole"].Value, CultureInfo.InvariantCulture);
            Assert.Equal(whole, equation.Groups["term"].Captures.Sum(term => long.Parse(term.Value, CultureInfo.InvariantCulture)));
        }
    }

    private static string Render(ExplainHost host, string name)
    {
        var input = host.Measure();
        return ExplainReport.Render(input, TargetOf(input, name));
    }

    private static ExplainTarget TargetOf(ExplainInput input, string text)
    {
        Assert.True(TargetName.TryParse(text, out var name, out _));
        return new TargetSearch(input.Trace).Find(name).Target!;
    }

    [GeneratedRegex(@"(?<whole>\d+) == (?<term>\d+) \([^)]*\)( \+ (?<term>\d+) \([^)]*\))*")]
    private static partial Regex SumPattern();
}
