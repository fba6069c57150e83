namespace Wattshare.Exporter.Host.Kernel;

/// <summary>The error numbers of Linux (errno(3)) that the host readers tell apart; the same on every architecture that .NET runs on.</summary>
internal static class Errno
{
    /// <summary>EPERM.</summary>
    public const int NotPermitted = 1;

    /// <summary>ENOENT.</summary>
    public const int NoEntry = 2;

    /// <summary>ESRCH: what a kept handle of a process answers after the process ended.</summary>
    public const int NoProcess = 3;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>EAGAIN.</summary>
    public const int Again = 11;

    /// <summary>EACCES.</summary>
    public const int Denied = 13;

    /// <summary>ENODEV: what a kept handle of a cgroup answers after the directory was removed.</summary>
    public const int NoDevice = 19;

    /// <summary>ENOTDIR.</summary>
    public const int NotDirectory = 20;

    /// <summary>EINVAL: what the kernel answers to a program that it does not understand.</summary>
    public const int Invalid = 22;

    /// <summary>ENOSYS: what a seccomp filter answers for a call that it hides.</summary>
    public const int NoCall = 38;

    /// <summary>EBADMSG.</summary>
    public const int BadMessage = 74;

    /// <summary>Tells whether a negative result means that the thing is gone, which is no fault.</summary>
    /// <param name="result">A length, or a negative error number.</param>
    /// <returns>True for "there is no such file, process or device".</returns>
    public static bool IsGone(int result) => result is -NoEntry or -NoProcess or -NoDevice or -NotDirectory;

    /// <summary>Tells whether a negative result means that the kernel refused.</summary>
    /// <param name="result">A length, or a negative error number.</param>
    /// <returns>True for EACCES and EPERM.</returns>
    public static bool IsDenied(int result) => result is -Denied or -NotPermitted;
}
