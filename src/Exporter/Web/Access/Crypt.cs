using System.Runtime.InteropServices;
using System.Text;

namespace Wattshare.Exporter.Web.Access;

/// <summary>
/// crypt_r(3) of the system's libcrypt, which knows bcrypt where it is libxcrypt: every distribution of the last years. One thread at a time.
/// </summary>
internal sealed unsafe class Crypt : IDisposable
{
    /// <summary>More than any version's struct crypt_data: 32 kB in libxcrypt, 128 kB in the C library before it.</summary>
    private const nuint DataSize = 256 * 1024;

    private const string Probe = "$2y$04$abcdefghijklmnopqrstuu";

    private readonly delegate* unmanaged<byte*, byte*, void*, byte*> _crypt;
    private void* _data;

    private Crypt(nint function)
    {
        _crypt = (delegate* unmanaged<byte*, byte*, void*, byte*>)function;
        _data = NativeMemory.AllocZeroed(DataSize);
    }

    /// <summary>Loads the library and tries it.</summary>
    /// <returns>The function; null when the library is missing or does not know bcrypt.</returns>
    public static Crypt? TryOpen()
    {
        if (!NativeLibraries.TryLoadCrypt(out var library) || !NativeLibrary.TryGetExport(library, "crypt_r", out var function)) return null;
        var crypt = new Crypt(function);
        if (crypt.Hash("probe"u8, Probe) is { } hash && hash.StartsWith(Probe, StringComparison.Ordinal)) return crypt;
        crypt.Dispose();
        return null;
    }

    /// <summary>Computes a hash.</summary>
    /// <param name="password">The password.</param>
    /// <param name="setting">The method, its cost and the salt: a whole hash or its first part.</param>
    /// <returns>The hash; null when the library refuses, and for a password with a NUL, which would end it early.</returns>
    public string? Hash(ReadOnlySpan<byte> password, string setting)
    {
        ObjectDisposedException.ThrowIf(_data is null, this);
        if (password.Contains((byte)0)) return null;
        var phrase = (byte*)NativeMemory.AllocZeroed((nuint)password.Length + 1);
        var method = (byte*)NativeMemory.AllocZeroed((nuint)setting.Length + 1);
        try
        {
            password.CopyTo(new Span<byte>(phrase, password.Length));
            Encoding.ASCII.GetBytes(setting, new Span<byte>(method, setting.Length));
            var hash = _crypt(phrase, method, _data);

            // A failure is null or, of libxcrypt, a text that begins with a star and is no hash.
            return hash is null || *hash == '*' ? null : Marshal.PtrToStringUTF8((nint)hash);
        }
        finally
        {
            NativeMemory.Clear(phrase, (nuint)password.Length);
            NativeMemory.Free(phrase);
            NativeMemory.Free(method);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_data is null) return;
        NativeMemory.Clear(_data, DataSize);
        NativeMemory.Free(_data);
        _data = null;
    }
}
