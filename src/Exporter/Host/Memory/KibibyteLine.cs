using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Memory;

/// <summary>
/// A line such as <c>MemTotal:    16384 kB</c> of <c>/proc/meminfo</c> or <c>/proc/PID/status</c> (proc_meminfo(5), proc_pid_status(5)); the
/// kernel writes kB and means 1024 bytes.
/// </summary>
internal static class KibibyteLine
{
    /// <summary>Finds a line and reads its number.</summary>
    /// <param name="text">The file.</param>
    /// <param name="name">The name with its colon.</param>
    /// <param name="limit">The largest number that can be true.</param>
    /// <param name="kibibytes">The number.</param>
    /// <returns>False when there is no such line, or it is cut, or holds no number in range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, long limit, out long kibibytes)
    {
        kibibytes = 0;
        while (!text.StartsWith(name))
        {
            var next = text.IndexOf((byte)'\n');
            if (next < 0) return false;
            text = text[(next + 1)..];
        }

        var number = text[name.Length..].TrimStart(" \t"u8);
        if (number.IsEmpty || number[0] == '+' || !Utf8Parser.TryParse(number, out ulong value, out var used)) return false;
        if (value > (ulong)limit || !number[used..].StartsWith(" kB\n"u8)) return false;
        kibibytes = (long)value;
        return true;
    }
}
