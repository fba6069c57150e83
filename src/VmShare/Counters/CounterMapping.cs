using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.Win32.SafeHandles;
using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Counters;

/// <summary>
/// The first page of a counter file, mapped so that its 16 digits can be replaced by one 16-byte store.
/// <para>
/// One aligned store of 16 bytes is one access to memory on x86-64 with AVX (Intel SDM 3A, 9.1.1; AMD says the same) and on arm64 with
/// LSE2; a <c>write</c> call copies as it likes, and readers were seen to get mixed digits from it.
/// </para>
/// <para>
/// The danger of a mapping is SIGBUS: touching a page that is behind the end of the file, because somebody truncated it, or that the
/// file system cannot give, because it is full or broken, kills the process, and no managed code can catch it. So the page is first
/// asked for by a call that answers with an error instead (MADV_POPULATE_WRITE, Linux 5.14), right before each store. What remains
/// is a truncation in the nanoseconds between the two, by a guest that can write to a directory it should only read.
/// </para>
/// </summary>
internal sealed unsafe class CounterMapping : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int Length = 4096;

    private CounterMapping(nint address)
        : base(ownsHandle: true) => SetHandle(address);

    /// <summary>Maps the beginning of a file.</summary>
    /// <param name="file">A file that is open for reading and writing.</param>
    /// <returns>The mapping, or null where the file system allows none.</returns>
    public static CounterMapping? TryCreate(SafeFileHandle file)
    {
        var address = NativeMethods.Map(0, Length, Flags.MapReadWrite, Flags.MapShared, file, 0);
        return address == -1 ? null : new CounterMapping(address);
    }

    /// <summary>Replaces the first 16 bytes at one stroke.</summary>
    /// <param name="digits">At least 16 bytes.</param>
    /// <returns>An error number; EFAULT when the page is no longer there.</returns>
    public int TryStore(ReadOnlySpan<byte> digits)
    {
        var text = Vector128.Create(digits[..CounterText.ExactDigits]);
        // An older kernel does not know the question (EINVAL); the caller's check of the file's length is then all there is.
        if (NativeMethods.Advise(handle, Length, Flags.PopulateWrite) != 0 && Marshal.GetLastPInvokeError() is var error and not Errno.Invalid)
        {
            return error;
        }

        Vector128.StoreAligned(text, (byte*)handle);
        return Errno.Success;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => NativeMethods.Unmap(handle, Length) == 0;
}
