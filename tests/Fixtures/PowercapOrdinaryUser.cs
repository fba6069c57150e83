using System.Runtime.InteropServices;

namespace Wattshare.Fixtures;

/// <summary>
/// Runs code as a user whom file permissions hold back, also where the tests run as root: a thread of its own gives up its file
/// system identity (setfsuid(2) is per thread, and takes the capabilities that override permissions with it).
/// </summary>
public static partial class PowercapOrdinaryUser
{
    private const uint Nobody = 65534;

    /// <summary>True when the tests run as root, so that a mode of 0400 holds back nobody without this class.</summary>
    public static bool IsRoot => GetEffectiveUser() == 0;

    /// <summary>Runs an action and waits for it; what it throws is thrown here.</summary>
    /// <param name="action">The action. What it opens is opened without root's rights; it must do its work on its own thread.</param>
    public static void Run(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Try(action)) { IsBackground = true };
        thread.Start();
        thread.Join();
        if (thrown is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
    }

    private static Exception? Try(Action action)
    {
        try
        {
            if (IsRoot) _ = SetFileSystemUser(Nobody);
            action();
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception;
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetFileSystemUser(uint user);
}
