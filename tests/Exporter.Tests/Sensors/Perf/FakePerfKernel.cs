using Wattshare.Exporter.Sensors.Perf;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

/// <summary>A kernel whose counters a test moves. As on a real one a counter begins at 0 when it is opened, and lives on when its processor is left by another of its package.</summary>
internal sealed class FakePerfKernel : IPerfKernel
{
    private const int NoDevice = 19;
    private const int Invalid = 22;
    private const int BadDescriptor = 9;

    private readonly List<Counter> _open = [];
    private readonly Dictionary<(uint Type, ulong Config, int Cpu), ulong> _hardware = [];
    private int _next = 100;

    /// <summary>Every call, for example <c>open 12/2 cpu0</c> or <c>open 12/3 cpu0 group 100</c>, <c>read 100</c>, <c>close 100</c>.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The error of opening an event on a processor; 0 opens it.</summary>
    public Func<ulong, int, int> Refusal { get; set; } = static (_, _) => 0;

    /// <summary>The error of every read, or 0.</summary>
    public int ReadError { get; set; }

    /// <summary>Processors whose counters are dead.</summary>
    public HashSet<int> Dead { get; } = [];

    public int OpenCount => _open.Count;

    /// <summary>What a test would want a read to answer instead, or null.</summary>
    public Func<ulong[], ulong[]>? Answer { get; set; }

    /// <summary>The fewest counts that make this many microjoules at 2^-32 J each.</summary>
    public static ulong CountsOf(long microjoules) => (ulong)((((Int128)microjoules << 26) + 15_624) / 15_625);

    public void Add(ulong config, int cpu, ulong counts, uint type = 12) =>
        _hardware[(type, config, cpu)] = unchecked(Hardware(type, config, cpu) + counts);

    public void AddMicrojoules(ulong config, int cpu, long microjoules, uint type = 12) => Add(config, cpu, CountsOf(microjoules), type);

    /// <summary>The kernel's own move of counters when a processor goes offline.</summary>
    public void Migrate(int from, int to)
    {
        foreach (var (key, value) in _hardware.Where(one => one.Key.Cpu == from).ToArray()) _hardware[key with { Cpu = to }] = value;
        foreach (var counter in _open.Where(counter => counter.Cpu == from)) counter.Cpu = to;
    }

    public int Open(uint type, ulong config, int cpu, int group)
    {
        Calls.Add($"open {type}/{config} cpu{cpu}{(group < 0 ? "" : $" group {group}")}");
        if (Refusal(config, cpu) is > 0 and var error) return -error;
        if (Dead.Contains(cpu)) return -NoDevice;
        if (group >= 0 && Find(group)?.Cpu != cpu) return -Invalid;
        _open.Add(new Counter { Descriptor = _next, Type = type, Config = config, Cpu = cpu, Start = Hardware(type, config, cpu), Leader = group < 0 ? _next : group });
        return _next++;
    }

    public int Read(int descriptor, Span<ulong> words)
    {
        if (ReadError > 0) return -ReadError;
        if (Find(descriptor) is not { } first) return -BadDescriptor;
        if (Dead.Contains(first.Cpu)) return 0;
        var count = 0;
        foreach (var counter in _open)
        {
            if (counter.Leader != descriptor) continue;
            words[++count] = unchecked(Hardware(counter.Type, counter.Config, counter.Cpu) - counter.Start);
        }

        words[0] = (ulong)count;
        if (Answer is null) return count + 1;
        var answer = Answer(words[..(count + 1)].ToArray());
        answer.AsSpan(0, Math.Min(answer.Length, words.Length)).CopyTo(words);
        return answer.Length;
    }

    public void Close(int descriptor)
    {
        Calls.Add($"close {descriptor}");
        Assert.Equal(1, _open.RemoveAll(counter => counter.Descriptor == descriptor));
    }

    private Counter? Find(int descriptor)
    {
        foreach (var counter in _open)
            if (counter.Descriptor == descriptor) return counter;
        return null;
    }

    private ulong Hardware(uint type, ulong config, int cpu) => _hardware.GetValueOrDefault((type, config, cpu));

    private sealed class Counter
    {
        public int Descriptor { get; init; }

        public uint Type { get; init; }

        public ulong Config { get; init; }

        public int Cpu { get; set; }

        public ulong Start { get; init; }

        public int Leader { get; init; }
    }
}
