using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// What a QEMU process says of itself in <c>/proc/PID/cmdline</c>. All of it is hostile text: it names a machine, and is never believed
/// for anything else. Options stand with one dash or two and their value is the next argument, as QEMU's own parser wants it
/// (<c>-name=web</c> is not an option). Of a repeated option the last one wins, key by key, as in QEMU.
/// </summary>
internal sealed class QemuCommandLine
{
    private const int MaxVcpus = 65_536;
    private int _cpus;
    private int _maxCpus;
    private int _topology = 1;
    private bool _fromFile;

    private QemuCommandLine()
    {
    }

    /// <summary>The name of the machine, cleaned, or empty. Without one, Proxmox' number of the machine.</summary>
    public string Name => GuestName.Length > 0 ? GuestName : Number;

    /// <summary>The uuid in lower case with dashes, or empty; the uuid of all zeros, QEMU's "none", is empty.</summary>
    public string Uuid => OptionUuid.Length > 0 ? OptionUuid : SmbiosUuid;

    /// <summary>The number of virtual processors that the machine started with, 1 where nothing is said as in QEMU, or 0 when unknown.</summary>
    public int Vcpus
    {
        get
        {
            var count = _cpus > 0 ? _cpus : _maxCpus > 0 ? _maxCpus : _topology;
            if (_fromFile && _cpus == 0 && _maxCpus == 0) return 0;
            return count is > 0 and <= MaxVcpus ? count : 0;
        }
    }

    /// <summary>
    /// True for <c>-machine none</c>: libvirt starts such a QEMU, with no machine in it, to ask what the program can do.
    /// </summary>
    public bool IsProbe { get; private set; }

    /// <summary>True for <c>-daemonize</c>: the process puts the machine into the background, and waits until that is ready before it ends.</summary>
    public bool IsDaemon { get; private set; }

    private string GuestName { get; set; } = "";

    private string Number { get; set; } = "";

    private string OptionUuid { get; set; } = "";

    private string SmbiosUuid { get; set; } = "";

    /// <summary>Reads a command line. Never fails: what is not understood is not there.</summary>
    /// <param name="text">The arguments, each ending with NUL; the last may be cut.</param>
    /// <returns>What was found.</returns>
    public static QemuCommandLine Parse(ReadOnlySpan<byte> text)
    {
        var line = new QemuCommandLine();
        Take(ref text);
        while (!text.IsEmpty)
        {
            var option = OptionName(Take(ref text));
            if (option.SequenceEqual("daemonize"u8))
            {
                line.IsDaemon = true;
                continue;
            }

            if (option.IsEmpty || !TakesValue(option, text)) continue;
            line.Apply(option, Take(ref text));
        }

        return line;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        var argument = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return argument;
    }

    private static ReadOnlySpan<byte> OptionName(ReadOnlySpan<byte> argument)
    {
        if (argument.StartsWith("--"u8)) return argument[2..];
        return argument.StartsWith("-"u8) ? argument[1..] : default;
    }

    /// <summary>
    /// Some hundred options take a value and some do not, and new ones come. For those that matter it is known; of the others only
    /// <c>-append</c> has a value that may look like an option, since it is the free text of the guest's kernel.
    /// </summary>
    private static bool TakesValue(ReadOnlySpan<byte> option, ReadOnlySpan<byte> next) =>
        option.SequenceEqual("append"u8) || IsKnown(option) || (!next.IsEmpty && next[0] != '-');

    private static bool IsKnown(ReadOnlySpan<byte> option) => option.SequenceEqual("name"u8) || option.SequenceEqual("uuid"u8)
        || option.SequenceEqual("smbios"u8) || option.SequenceEqual("smp"u8) || option.SequenceEqual("id"u8) || option.SequenceEqual("readconfig"u8)
        || option.SequenceEqual("machine"u8) || option.SequenceEqual("M"u8);

    private void Apply(ReadOnlySpan<byte> option, ReadOnlySpan<byte> value)
    {
        if (!IsKnown(option)) return;
        if (option.SequenceEqual("name"u8)) ApplyName(value);
        else if (option.SequenceEqual("uuid"u8)) OptionUuid = ParseUuid(value) ?? OptionUuid;
        else if (option.SequenceEqual("smbios"u8)) ApplySmbios(value);
        else if (option.SequenceEqual("smp"u8)) ApplySmp(value);
        else if (option.SequenceEqual("id"u8)) Number = HostText.Clean(value, HostText.MaxName);
        else if (option.SequenceEqual("readconfig"u8)) _fromFile = true;
        else ApplyMachine(value);
    }

    private void ApplyName(ReadOnlySpan<byte> value)
    {
        var options = new QemuOptions(value, "guest"u8);
        while (options.MoveNext())
            if (options.Key.SequenceEqual("guest"u8)) GuestName = HostText.Clean(options.Value, HostText.MaxVmName);
    }

    private void ApplyMachine(ReadOnlySpan<byte> value)
    {
        var options = new QemuOptions(value, "type"u8);
        while (options.MoveNext())
            if (options.Key.SequenceEqual("type"u8)) IsProbe = options.Value.AsSpan().SequenceEqual("none"u8);
    }

    private void ApplySmbios(ReadOnlySpan<byte> value)
    {
        var systemTable = false;
        string? uuid = null;
        var options = new QemuOptions(value, default);
        while (options.MoveNext())
        {
            if (options.Key.SequenceEqual("type"u8)) systemTable = options.Value.AsSpan().SequenceEqual("1"u8);
            else if (options.Key.SequenceEqual("uuid"u8)) uuid = ParseUuid(options.Value);
        }

        if (systemTable && uuid is not null) SmbiosUuid = uuid;
    }

    private void ApplySmp(ReadOnlySpan<byte> value)
    {
        var topology = 1L;
        var options = new QemuOptions(value, "cpus"u8);
        while (options.MoveNext())
        {
            var count = Utf8Parser.TryParse(options.Value, out int number, out var used) && used == options.Value.Length ? number : 0;
            if (options.Key.SequenceEqual("cpus"u8)) _cpus = count;
            else if (options.Key.SequenceEqual("maxcpus"u8)) _maxCpus = count;
            else if (IsTopology(options.Key)) topology = Math.Clamp(topology * count, 0, MaxVcpus + 1);
        }

        _topology = (int)topology;
    }

    private static bool IsTopology(ReadOnlySpan<byte> key) => key.SequenceEqual("sockets"u8) || key.SequenceEqual("cores"u8)
        || key.SequenceEqual("threads"u8) || key.SequenceEqual("dies"u8) || key.SequenceEqual("clusters"u8) || key.SequenceEqual("modules"u8)
        || key.SequenceEqual("books"u8) || key.SequenceEqual("drawers"u8);

    private static string? ParseUuid(ReadOnlySpan<byte> text)
    {
        var parsed = Utf8Parser.TryParse(text, out Guid uuid, out var used, 'D') && used == text.Length;
        return parsed && uuid != Guid.Empty ? uuid.ToString("D") : null;
    }
}
