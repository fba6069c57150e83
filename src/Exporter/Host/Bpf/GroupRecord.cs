using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>What the kernel's side writes of a cgroup that was made (<c>struct group_record</c> in kernel/records.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GroupRecord
{
    /// <summary>The inode of its directory.</summary>
    public ulong Group;

    /// <summary>The inode of the directory around it.</summary>
    public ulong Parent;

    /// <summary>The name of the directory, ended by NUL: any bytes but a slash. Empty when it could not be read.</summary>
    public Text Name;

    /// <summary>As many bytes as a name can have (NAME_MAX), and the NUL.</summary>
    [InlineArray(256)]
    internal struct Text
    {
        private byte _first;

        /// <summary>The bytes up to the first NUL.</summary>
        /// <param name="text">The text; the result points into it.</param>
        /// <returns>At most 256 bytes.</returns>
        public static ReadOnlySpan<byte> BytesOf(in Text text) => KernelText.BeforeNul(text);
    }
}
