using Wattshare.Exporter.Sensors.Perf;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

/// <summary>
/// A kernel as it is: a register of 32 bits in 2^-16 J behind every counter, of which each look adds the signed difference to the look before
/// (rapl_event_update in arch/x86/events/rapl.c). Its timer for 200 W comes every 164 s, later than any test looks.
/// </summary>
internal sealed class RegisterKernel : IPerfKernel
{
    private const int UnitsPerJoule = 1 << 16;
    private const int ScaleBits = 16;

    private readonly List<Counter> _open = [];

    /// <summary>The energy of every domain so far.</summary>
    public long Joules { get; set; }

    private uint Register => unchecked((uint)(Joules * UnitsPerJoule));

    public int Open(uint type, ulong config, int cpu, int group)
    {
        _open.Add(new Counter { Group = group < 0 ? _open.Count : group, Last = Register });
        return _open.Count - 1;
    }

    public int Read(int descriptor, Span<ulong> words)
    {
        var count = 0;
        foreach (var counter in _open)
        {
            if (counter.Group != descriptor) continue;
            counter.Total += (long)unchecked((int)(Register - counter.Last)) << ScaleBits;
            counter.Last = Register;
            words[++count] = unchecked((ulong)counter.Total);
        }

        words[0] = (ulong)count;
        return count + 1;
    }

    public void Close(int descriptor)
    {
        // Nothing is kept open.
    }

    private sealed class Counter
    {
        public int Group { get; init; }

        public uint Last { get; set; }

        public long Total { get; set; }
    }
}
