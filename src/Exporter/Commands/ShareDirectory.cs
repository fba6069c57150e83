using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Commands;

/// <summary>Whether the VM share can be published: access(2), which sees permissions and read-only file systems and changes nothing.</summary>
internal static partial class ShareDirectory
{
    // W_OK and X_OK of unistd.h.
    private const int WriteAndEnter = 2 | 1;

    /// <summary>Looks at the directory.</summary>
    /// <param name="path">The value of <c>--vmshare.path</c>.</param>
    /// <returns>The fact for the report.</returns>
    public static CheckFact Fact(string path)
    {
        if (!Directory.Exists(path)) return new CheckFact(CheckLevel.Warning, "vmshare", $"{path} is not a directory", $"mkdir -p {path}");
        return Describe(path, Access(path, WriteAndEnter) == 0 ? 0 : Marshal.GetLastPInvokeError());
    }

    /// <summary>Puts the answer of the kernel into words.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="error">The errno of access(2), or 0.</param>
    /// <returns>The fact for the report.</returns>
    public static CheckFact Describe(string path, int error) => error == 0
        ? new CheckFact(CheckLevel.Ok, "vmshare", $"{path} can be written")
        : new CheckFact(
            CheckLevel.Warning,
            "vmshare",
            $"{path} cannot be written: {Marshal.GetPInvokeErrorMessage(error)}",
            $"give the user of wattshare write access to {path}, on a file system that is not read-only");

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
