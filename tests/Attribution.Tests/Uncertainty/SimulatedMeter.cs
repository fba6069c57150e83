namespace Wattshare.Attribution.Tests.Uncertainty;

/// <summary>
/// A counter as hardware has it, and the truth behind it: the register is renewed at moments that nobody knows, so a value is up to a
/// period old, and it counts whole units from a place that nobody knows.
/// </summary>
internal sealed class SimulatedMeter(Random random, double unitMicrojoules, double period)
{
    private readonly double _offset = random.NextDouble() * unitMicrojoules;
    private double _watts;

    /// <summary>The energy that was really drawn, in microjoules.</summary>
    public double Truth { get; private set; }

    /// <summary>Draws power until now.</summary>
    public void Draw(double watts, double seconds)
    {
        Truth += watts * seconds * 1e6;
        _watts = watts;
    }

    /// <summary>What the register shows now, in microjoules.</summary>
    public long Read()
    {
        var age = random.NextDouble() * period;
        var units = Math.Floor((_offset + 1e9 + Truth - (_watts * age * 1e6)) / unitMicrojoules);
        return (long)Math.Round(units * unitMicrojoules);
    }
}
