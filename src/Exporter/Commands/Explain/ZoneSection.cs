using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>Every zone: where it is read, what was read, what came of it, and what it counts for.</summary>
internal static class ZoneSection
{
    /// <summary>Writes the section.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="input">The interval.</param>
    public static void Append(ExplainText text, ExplainInput input)
    {
        text.Heading("Zones");
        foreach (var row in input.After.Sensors) Append(text, input, row);
        foreach (var finding in input.Findings)
        {
            if (input.After.Sensors.Any(row => IsOf(finding, row.Zone))) continue;
            text.Line($"{Printable.Clean(finding.Sensor)}: {Printable.Clean(finding.Message)} (wattshare check says more)");
        }
    }

    private static void Append(ExplainText text, ExplainInput input, SensorRow row)
    {
        var finding = input.Findings.FirstOrDefault(candidate => IsOf(candidate, row.Zone));
        var (before, after) = (input.Trace.Before!.Find(row.Zone), input.Trace.After!.Find(row.Zone));
        var earlier = input.Before.Sensors.FirstOrDefault(other => other.Zone.Sensor == row.Zone.Sensor && other.Zone.Path == row.Zone.Path);
        text.Line($"{Printable.Clean(row.Zone.Sensor)} {Printable.Clean(row.Zone.Zone)}: {MethodOf(row.Zone.Method)}");
        text.Field("read at", Printable.Clean(finding?.Path ?? row.Zone.Path));
        text.Field("counts for", $"{(row.CountsAs is { } component ? Components.Name(component) : "nothing")}. {Printable.Clean(finding?.Message ?? "")}".TrimEnd());
        text.Field("raw before", ValueOf(before));
        text.Field("raw after", ValueOf(after));
        text.Field("range", RangeOf(row.Zone));
        text.Field(
            "in between",
            $"{row.Wraps - (earlier?.Wraps ?? 0)} wraps, {row.Resets - (earlier?.Resets ?? 0)} resets, {row.Refused - (earlier?.Refused ?? 0)} refused values");
        var step = row.EnergyMicrojoules - (earlier?.EnergyMicrojoules ?? 0);
        var unseen = row.UnseenMicrojoules - (earlier?.UnseenMicrojoules ?? 0);
        text.Field("energy", EnergyOf(step, unseen, row.Wraps - (earlier?.Wraps ?? 0), RawOf(before), RawOf(after)));
        if (step != row.LastIntervalMicrojoules) text.Field("interval", IntervalOf(step, row.LastIntervalMicrojoules));
    }

    private static bool IsOf(SensorFinding finding, ZoneInfo zone) => finding.Sensor == zone.Sensor && finding.Zone == zone.Zone;

    private static string MethodOf(MeasurementMethod method) => method switch
    {
        MeasurementMethod.Counter => "method counter, an energy counter",
        MeasurementMethod.Integrated => "method integrated, measured power times time",
        _ => "method model, a formula over utilisation: nothing was measured",
    };

    private static long? RawOf(ZoneReading? reading) => reading is { Outcome: ReadOutcome.Ok } value ? value.RawMicrojoules : null;

    private static string ValueOf(ZoneReading? reading) => reading is not { } read ? "not read"
        : read.Outcome == ReadOutcome.Ok ? $"{read.RawMicrojoules} uJ"
        : $"none: {OutcomeOf(read.Outcome)}";

    private static string OutcomeOf(ReadOutcome outcome) => outcome switch
    {
        ReadOutcome.Absent => "it is not there",
        ReadOutcome.Denied => "the kernel refused",
        ReadOutcome.Garbage => "what was read is no number",
        _ => "the read failed",
    };

    private static string RangeOf(ZoneInfo zone) => zone.MaxRangeMicrojoules > 0
        ? $"{zone.MaxRangeMicrojoules} uJ, and then from 0 again"
        : "none known: a fall is a reset";

    /// <summary>Zones are read some time after the CPU times, which a sample is the instant of.</summary>
    private static string IntervalOf(long step, long interval) =>
        $"{step} {(interval < step ? "-" : "+")} {Math.Abs(interval - step)} == {interval} uJ: what was read ahead of the first sample, less what was read ahead of the second";

    private static string EnergyOf(long energy, long unseen, long wraps, long? before, long? after)
    {
        if (unseen > 0) return $"{energy} uJ, {unseen} of them while no reading could show it: interpolated from the power on both sides";
        if (before is not { } first || after is not { } last) return $"{energy} uJ; without both values nothing is known of this interval";
        var turns = energy - (last - first);
        if (turns == 0) return $"{last} - {first} == {energy} uJ";
        if (wraps > 0 && turns % wraps == 0) return $"{last} - {first} + {wraps} * {turns / wraps} == {energy} uJ; a turn is the range and one unit of the counter";
        return $"{energy} uJ and not {last} - {first}: no plausible step, withheld until the next reading tells a glitch from a reset";
    }
}
