using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Web.Access;

/// <summary>Libraries of the system that only a web configuration, and TLS to a cluster, need.</summary>
internal static class NativeLibraries
{
    private static readonly string[] OpenSsl = ["libssl.so.3", "libssl.so.1.1"];
    private static readonly string[] Crypt = ["libcrypt.so.1", "libcrypt.so.2"];

    /// <summary>Tells whether OpenSSL is there. The runtime ends the program when it needs it and does not find it.</summary>
    /// <returns>False when it is missing.</returns>
    public static bool HasOpenSsl() => TryLoad(OpenSsl, out _);

    /// <summary>Loads the library of crypt(3).</summary>
    /// <param name="handle">The library.</param>
    /// <returns>False when it is missing.</returns>
    public static bool TryLoadCrypt(out nint handle) => TryLoad(Crypt, out handle);

    private static bool TryLoad(string[] names, out nint handle)
    {
        foreach (var name in names)
            if (NativeLibrary.TryLoad(name, typeof(NativeLibraries).Assembly, DllImportSearchPath.SafeDirectories, out handle)) return true;
        handle = 0;
        return false;
    }
}
