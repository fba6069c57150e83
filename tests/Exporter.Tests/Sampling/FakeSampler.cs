using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Tests.Sampling;

/// <summary>Says what the loop asked for, one letter a call, and does what a test tells it to do meanwhile.</summary>
internal sealed class FakeSampler : ISampler
{
    private long _sequence;

    public List<char> Calls { get; } = new(20_000);

    public Action<int> OnTake { get; set; } = _ => { };

    public Action<int> OnObserve { get; set; } = _ => { };

    public int Samples { get; private set; }

    public int Observations { get; private set; }

    public string Text => string.Concat(Calls);

    public void Prime() => Calls.Add('P');

    public PowerReport Take()
    {
        Calls.Add('T');
        OnTake(++Samples);
        return PowerReport.Empty with { Sequence = ++_sequence };
    }

    public void KeepUp() => Calls.Add('k');

    public void Observe(long nowNanoseconds)
    {
        Calls.Add('o');
        OnObserve(++Observations);
    }
}
