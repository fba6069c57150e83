namespace Wattshare.Attribution.Counters;

/// <summary>The mean power of late: what is older than the memory counts less and less. A mutable value; one thread.</summary>
/// <param name="memoryNanoseconds">How far back it reaches.</param>
internal struct MeanPower(double memoryNanoseconds)
{
    /// <summary>The power in microwatts; not a number before the first energy.</summary>
    public double Microwatts { get; private set; } = double.NaN;

    /// <summary>Takes in an energy.</summary>
    /// <param name="microjoules">The energy.</param>
    /// <param name="nanoseconds">The time that it was drawn in.</param>
    public void Add(long microjoules, long nanoseconds)
    {
        if (nanoseconds <= 0) return;
        var power = microjoules * 1e9 / nanoseconds;
        Microwatts = double.IsNaN(Microwatts) ? power : Microwatts + ((power - Microwatts) * nanoseconds / (nanoseconds + memoryNanoseconds));
    }
}
