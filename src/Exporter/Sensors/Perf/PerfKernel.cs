using System.Runtime.InteropServices;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>The kernel itself: perf_event_open(2), for which the C library has no function, and read(2). Any thread.</summary>
internal sealed partial class PerfKernel : IPerfKernel
{
    private const int AllProcesses = -1;
    private const nuint CloseOnExec = 8;

    private PerfKernel()
    {
    }

    /// <summary>The only instance.</summary>
    public static PerfKernel Instance { get; } = new();

    // The number of the call (asm/unistd_64.h, asm-generic/unistd.h); 0 where nobody looked it up.
    private static nint CallNumber => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 298,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 241,
        _ => 0,
    };

    /// <inheritdoc/>
    public unsafe int Open(uint type, ulong config, int cpu, int group)
    {
        if (CallNumber == 0) return -Errno.NoCall;
        var attributes = new PerfEventAttributes
        {
            Type = type,
            Size = PerfEventAttributes.Bytes,
            Config = config,
            ReadFormat = PerfEventAttributes.FormatGroup,
        };
        var descriptor = (int)SystemCall(CallNumber, &attributes, AllProcesses, cpu, group, CloseOnExec);
        return descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();
    }

    /// <inheritdoc/>
    public unsafe int Read(int descriptor, Span<ulong> words)
    {
        fixed (ulong* start = words)
        {
            while (true)
            {
                var length = (int)LibC.Read(descriptor, (byte*)start, (nuint)words.Length * sizeof(ulong));
                if (length >= 0) return length / sizeof(ulong);
                var error = Marshal.GetLastPInvokeError();
                if (error != Errno.Interrupted) return -error;
            }
        }
    }

    /// <inheritdoc/>
    public void Close(int descriptor) => _ = LibC.Close(descriptor);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint SystemCall(nint number, PerfEventAttributes* attributes, nint process, nint cpu, nint group, nuint flags);
}
