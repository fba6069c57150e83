using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>
/// The counters of one place, opened as one group, so that one call reads all of them at one instant. A group stays open when
/// processors go offline, for the kernel moves it to another one of the same place; opened anew its counters would begin at 0. One thread.
/// </summary>
/// <param name="kernel">The kernel.</param>
/// <param name="timer">Tells when the counters were read.</param>
/// <param name="zones">The zones in the order in which they are opened.</param>
internal sealed class PerfGroup(IPerfKernel kernel, ReadTimer timer, PerfZone[] zones) : IDisposable
{
    private const int None = -1;

    private readonly List<(int Descriptor, PerfZone Zone)> _open = [];
    private readonly ulong[] _words = new ulong[zones.Length + 1];

    /// <summary>All zones, open or not.</summary>
    public ReadOnlySpan<PerfZone> Zones => zones;

    /// <summary>Whether one of the zones is counted and has a value.</summary>
    public bool Counts
    {
        get
        {
            foreach (var (_, zone) in _open)
                if (zone is { CountsAs: not null, Readable: true }) return true;
            return false;
        }
    }

    /// <summary>Opens what is not open.</summary>
    /// <param name="type">The number of the PMU.</param>
    /// <param name="cpu">The processor that stands for the place.</param>
    public void Open(uint type, int cpu)
    {
        foreach (var zone in zones)
        {
            if (IsOpen(zone)) continue;
            var descriptor = kernel.Open(type, zone.Event.Config, cpu, _open.Count == 0 ? None : _open[0].Descriptor);
            if (descriptor >= 0)
            {
                _open.Add((descriptor, zone));
                zone.Open();
            }
            else
            {
                zone.Fail(ReadOutcomes.From(-descriptor), -descriptor);
            }
        }
    }

    /// <summary>Reads all open zones with one call. Allocates nothing.</summary>
    public void Read()
    {
        if (_open.Count == 0) return;
        var expected = _open.Count + 1;
        var begin = timer.Begin();
        var count = kernel.Read(_open[0].Descriptor, _words.AsSpan(0, expected));
        var bracket = timer.End(begin);
        if (count == expected && _words[0] == (ulong)_open.Count)
        {
            for (var i = 0; i < _open.Count; i++) _open[i].Zone.Take(_words[i + 1], bracket);
        }
        else if (count == 0 || (count < 0 && Errno.IsGone(count)))
        {
            // Counters that lost their processor for good answer with the end of the file.
            Close(ReadOutcome.Absent, -count);
        }
        else
        {
            foreach (var (_, zone) in _open) zone.Fail(count < 0 ? ReadOutcomes.From(-count) : ReadOutcome.Garbage, Math.Max(0, -count));
        }
    }

    /// <summary>Closes the counters; their next values would begin at 0.</summary>
    /// <param name="outcome">What reads answer until they are opened again.</param>
    /// <param name="error">The kernel's error number behind it, or 0.</param>
    public void Close(ReadOutcome outcome, int error = 0)
    {
        // The first one last: the others lean on it.
        for (var i = _open.Count - 1; i >= 0; i--) kernel.Close(_open[i].Descriptor);
        _open.Clear();
        foreach (var zone in zones) zone.Fail(outcome, error);
    }

    /// <inheritdoc/>
    public void Dispose() => Close(ReadOutcome.Absent);

    private bool IsOpen(PerfZone zone)
    {
        foreach (var (_, open) in _open)
            if (open == zone) return true;
        return false;
    }
}
