using System.Buffers.Text;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host;

/// <summary>
/// Tells whether a process or thread was made anywhere on the host, by the line <c>processes</c> of <c>/proc/stat</c> (proc_stat(5)): the
/// forks since boot. It counts for the whole host in every pid namespace, other than the last pid in <c>/proc/loadavg</c>, which is that of
/// the reader's namespace and not of the procfs that is read. A task is in the list of processes before it is counted (kernel/fork.c,
/// copy_process), so a list that is made after the count was read holds everybody who was counted. Sampling thread only.
/// </summary>
/// <param name="procfsRoot">The root of procfs.</param>
internal sealed class ForkCounter(string procfsRoot) : IDisposable
{
    private const int MaxBuffer = 1 << 20;

    private readonly HostFile _file = new(HostPath.Join(HostPath.Root(procfsRoot), "stat"u8), new DescriptorBudget(1));
    private byte[] _buffer = new byte[8192];
    private long _last;

    /// <summary>Looks at the count.</summary>
    /// <returns>False when nobody was made since the last look; true also when that is not known.</returns>
    public bool HasMoved()
    {
        // Where the count is not kept it may be there and stand at 0 for ever.
        var known = TryRead(out var forks) && forks > 0;
        var moved = !known || forks != _last;
        _last = known ? forks : 0;
        return moved;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Close();

    /// <summary>Finds the count.</summary>
    /// <param name="text">The file.</param>
    /// <param name="forks">The forks since boot.</param>
    /// <returns>False when there is no such line, or it is cut, or holds no number in range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long forks)
    {
        forks = 0;
        var start = text.IndexOf("\nprocesses "u8);
        if (start < 0) return false;
        var number = text[(start + "\nprocesses "u8.Length)..];
        if (!Utf8Parser.TryParse(number, out ulong value, out var used) || value > long.MaxValue || number[0] == '+') return false;
        if (used >= number.Length || number[used] != '\n') return false;
        forks = (long)value;
        return true;
    }

    private bool TryRead(out long forks)
    {
        while (true)
        {
            var length = _file.Read(_buffer);
            if (length < 0) _file.Close();
            if (TryParse(_buffer.AsSpan(0, Math.Max(length, 0)), out forks)) return true;

            // The line comes after one of all interrupts, which is long on large hosts.
            if (length < _buffer.Length || _buffer.Length >= MaxBuffer) return false;
            _buffer = new byte[_buffer.Length * 2];
        }
    }
}
