using Microsoft.Win32.SafeHandles;
using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Counters;

/// <summary>
/// An <c>energy_uj</c> file that is held open and updated in place, so that a reader that keeps it open sees every value.
/// Before each store the file is read: it must hold exactly what was last written. One short read finds a truncated file (which
/// would be deadly under a mapping), an extended one and changed digits alike. Not safe for several threads.
/// </summary>
internal sealed class CounterFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly CounterMapping? _mapping;
    private readonly byte[] _text = new byte[CounterText.BufferSize];
    private int _length;

    private CounterFile(SafeFileHandle file, bool mapped)
    {
        Identity = Files.IdentityOf(file);
        _file = file;
        _mapping = mapped ? CounterMapping.TryCreate(file) : null;
    }

    /// <summary>Which file it is, to see whether its name still leads to it.</summary>
    public FileIdentity Identity { get; }

    /// <summary>Opens an existing file and brings it to a value that is not below what it holds.</summary>
    /// <param name="folder">The directory of the zone.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="microjoules">The value.</param>
    /// <param name="mapped">False to do without a mapping, for a guest that was seen to damage its files.</param>
    /// <param name="counter">The open counter, or null.</param>
    /// <returns>An error number; EINVAL when it is not a regular file of its own.</returns>
    public static int Open(Folder folder, string name, long microjoules, bool mapped, out CounterFile? counter)
    {
#pragma warning disable CA2000 // The handle moves into the counter, which closes it; the analyzer does not follow it through an out parameter.
        var error = folder.OpenFile(name, Flags.ReadWrite, out var file);
#pragma warning restore CA2000
        counter = file is null ? null : new CounterFile(file, mapped);
        if (counter is null) return error;
        error = counter.Begin(microjoules);
        if (error == Errno.Success) return error;
        counter.Dispose();
        counter = null;
        return error;
    }

    /// <summary>Stores a value.</summary>
    /// <param name="microjoules">The value, not below the last one.</param>
    /// <returns>What came of it.</returns>
    public StoreResult Store(long microjoules)
    {
        Span<byte> found = stackalloc byte[CounterText.BufferSize];
        var error = Files.Read(_file, found, out var length);
        if (error != Errno.Success) return new StoreResult(false, error);
        if (!found[..length].SequenceEqual(_text.AsSpan(0, _length))) return StoreResult.WasDamaged;
        return Replace(microjoules);
    }

    /// <summary>Closes the file; the value stays in it.</summary>
    public void Dispose()
    {
        _mapping?.Dispose();
        _file.Dispose();
    }

    private StoreResult Replace(long microjoules)
    {
        Span<byte> text = stackalloc byte[CounterText.BufferSize];
        var length = CounterText.Format(microjoules, text);
        if (text[..length].SequenceEqual(_text.AsSpan(0, _length))) return StoreResult.Stored;
        // A text that grows by a digit is written in place, once in 9 GJ: renaming a new file here would freeze kept handles for ever.
        var error = length == _length && _mapping is not null ? _mapping.TryStore(text) : Files.Write(_file, text[..length]);
        if (error == Errno.BadAddress) return StoreResult.WasDamaged;
        if (error != Errno.Success) return new StoreResult(false, error);
        Remember(text[..length]);
        return StoreResult.Stored;
    }

    /// <summary>Takes over what is in the file if it is a text of ours, and else writes all of it anew in place, for the sake of kept handles.</summary>
    private int Begin(long microjoules)
    {
        Span<byte> found = stackalloc byte[CounterText.BufferSize];
        var error = Files.Read(_file, found, out var length);
        if (error != Errno.Success) return error;
        Span<byte> text = stackalloc byte[CounterText.BufferSize];
        if (CounterText.TryParseOwn(found[..length], out var old) && CounterText.Format(old, text) is var own
            && text[..own].SequenceEqual(found[..length]))
        {
            Remember(found[..length]);
            var result = Replace(microjoules);
            return result.Damaged ? Errno.BadAddress : result.Error;
        }

        var wanted = CounterText.Format(microjoules, text);
        error = Files.Write(_file, text[..wanted]);
        if (error == Errno.Success) error = Files.SetLength(_file, wanted);
        if (error == Errno.Success) Remember(text[..wanted]);
        return error;
    }

    private void Remember(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_text);
        _length = text.Length;
    }
}
