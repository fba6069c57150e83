using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.VmShare;

namespace Wattshare.ShareStress;

/// <summary>
/// Applies one report after another for one machine. The steps are 1 to 2^30 microjoules of pseudo-random size, so that from one to
/// ten digits change at once; the number of updates is kept in a file that survives the kill.
/// </summary>
internal sealed class Stress : IDisposable
{
    private const int MostBitsOfStep = 30;
    private readonly ShareWriter _writer;
    private readonly SafeFileHandle _progress;
    private readonly VmInfo _vm = new() { Key = "uuid:stress", Name = "stress", Uuid = "stress", Hypervisor = "qemu", Process = new ProcessKey(1, 1) };
    private ComponentEnergy _energy;
    private ulong _random = 0x9E3779B97F4A7C15;

    public Stress(string root, string progress)
    {
        _writer = new ShareWriter(root, new ShareOptions(), TimeProvider.System);
        _progress = File.OpenHandle(progress, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    /// <summary>How many reports this process has applied.</summary>
    public long Updates { get; private set; }

    /// <summary>The first fault, which ends the run.</summary>
    public ShareFault? Fault { get; private set; }

    public void Run()
    {
        while (Fault is null)
        {
            Step();
            var faults = _writer.Apply(Report());
            if (faults.Count > 0) Fault = faults[0];
            if (++Updates % 64 == 0) KeepProgress();
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _progress.Dispose();
    }

    private void Step()
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        var bits = (int)(_random % MostBitsOfStep) + 1;
        var step = default(ComponentEnergy);
        step[Component.Cpu] = 1 + (long)((_random >> 8) & ((1UL << bits) - 1));
        _energy += step;
    }

    private PowerReport Report() => PowerReport.Empty with
    {
        Sequence = Updates + 1,
        Measured = ComponentSet.None.With(Component.Cpu),
        Vms = [new VmRow(_vm, new EnergyAmount(_energy, default), default, false)],
    };

    private void KeepProgress()
    {
        Span<byte> count = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(count, Updates);
        RandomAccess.Write(_progress, count, 0);
    }
}
