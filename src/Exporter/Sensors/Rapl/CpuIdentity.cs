using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>What <c>/proc/cpuinfo</c> tells about the processor that energy counters depend on.</summary>
/// <param name="Vendor">The vendor.</param>
/// <param name="Hypervisor">True when the flag <c>hypervisor</c> is set: this system runs in a virtual machine.</param>
internal readonly record struct CpuIdentity(CpuVendor Vendor, bool Hypervisor)
{
    // One processor's block has 2 to 4 kB; the others say the same again.
    private const int BytesToRead = 16 * 1024;

    /// <summary>True when the dies of a package mirror the package's counter, so that only one of them may be counted.</summary>
    public bool DiesMirrorPackage => Vendor is CpuVendor.Amd or CpuVendor.Hygon;

    /// <summary>True when the counter of the package is the processor's own estimate from events and no measurement.</summary>
    public bool EstimatesEnergy => Vendor is CpuVendor.Amd or CpuVendor.Hygon;

    /// <summary>Reads the identity of the first processor.</summary>
    /// <param name="procfsRoot">Where procfs is mounted.</param>
    /// <returns>The identity; the default value when the file cannot be read or says nothing.</returns>
    public static CpuIdentity Read(string procfsRoot)
    {
        var buffer = new byte[BytesToRead];
        var outcome = AttributeFile.TryRead(Path.Combine(procfsRoot, "cpuinfo"), buffer, out var length);
        return outcome == ReadOutcome.Ok && TryParse(buffer.AsSpan(0, length), out var identity) ? identity : default;
    }

    /// <summary>Parses <c>/proc/cpuinfo</c>.</summary>
    /// <param name="text">The file, or its beginning.</param>
    /// <param name="identity">What was found.</param>
    /// <returns>False when there is neither a vendor nor a line of flags, as on other architectures than x86.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out CpuIdentity identity)
    {
        var vendor = CpuVendor.Unknown;
        var hypervisor = false;
        var found = false;
        while (!text.IsEmpty)
        {
            var line = NextLine(ref text);
            var colon = line.IndexOf((byte)':');
            if (colon < 0) continue;
            var key = line[..colon].Trim(" \t"u8);
            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (key.SequenceEqual("vendor_id"u8)) (vendor, found) = (ParseVendor(value), true);
            if (key.SequenceEqual("flags"u8)) (hypervisor, found) = (HasWord(value, "hypervisor"u8), true);
        }

        identity = new CpuIdentity(vendor, hypervisor);
        return found;
    }

    private static CpuVendor ParseVendor(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("GenuineIntel"u8) ? CpuVendor.Intel
        : value.SequenceEqual("AuthenticAMD"u8) ? CpuVendor.Amd
        : value.SequenceEqual("HygonGenuine"u8) ? CpuVendor.Hygon
        : CpuVendor.Unknown;

    private static bool HasWord(ReadOnlySpan<byte> words, ReadOnlySpan<byte> wanted)
    {
        foreach (var range in words.Split((byte)' '))
        {
            if (words[range].SequenceEqual(wanted)) return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line;
    }
}
