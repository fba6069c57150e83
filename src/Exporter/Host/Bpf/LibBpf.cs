using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// The calls of libbpf that are used (https://libbpf.readthedocs.io/en/latest/api.html). The library is looked for when the program runs and
/// is no dependency of it. Calls that return a number give 0 or more, or a negative error; those that return an address give 0 and set errno.
/// </summary>
internal sealed unsafe class LibBpf
{
    /// <summary>Since 1.0 errors are returned as described, and the memory limit of old kernels is raised by the library itself.</summary>
    private const uint OldestMajor = 1;

    private const string File = "libbpf.so.1";

    private readonly nint _library;

    private LibBpf(nint library)
    {
        _library = library;
        OpenMemory = (delegate* unmanaged<byte*, nuint, void*, nint>)Find("bpf_object__open_mem");
        LoadObject = (delegate* unmanaged<nint, int>)Find("bpf_object__load");
        CloseObject = (delegate* unmanaged<nint, void>)Find("bpf_object__close");
        FindProgram = (delegate* unmanaged<nint, byte*, nint>)Find("bpf_object__find_program_by_name");
        FindMap = (delegate* unmanaged<nint, byte*, int>)Find("bpf_object__find_map_fd_by_name");
        AttachIterator = (delegate* unmanaged<nint, void*, nint>)Find("bpf_program__attach_iter");
        Attach = (delegate* unmanaged<nint, nint>)Find("bpf_program__attach");
        LinkDescriptor = (delegate* unmanaged<nint, int>)Find("bpf_link__fd");
        DestroyLink = (delegate* unmanaged<nint, int>)Find("bpf_link__destroy");
        CreateIterator = (delegate* unmanaged<int, int>)Find("bpf_iter_create");
        LookUp = (delegate* unmanaged<int, void*, void*, int>)Find("bpf_map_lookup_elem");
        Update = (delegate* unmanaged<int, void*, void*, ulong, int>)Find("bpf_map_update_elem");
        NextKey = (delegate* unmanaged<int, void*, void*, int>)Find("bpf_map_get_next_key");
        Delete = (delegate* unmanaged<int, void*, int>)Find("bpf_map_delete_elem");
        NewRing = (delegate* unmanaged<int, delegate* unmanaged<void*, void*, nuint, int>, void*, void*, nint>)Find("ring_buffer__new");
        ConsumeRing = (delegate* unmanaged<nint, int>)Find("ring_buffer__consume");
        FreeRing = (delegate* unmanaged<nint, void>)Find("ring_buffer__free");

        // Without a printer the library writes its own lines to standard error.
        ((delegate* unmanaged<void*, void*>)Find("libbpf_set_print"))(null);
    }

    /// <summary>bpf_object__open_mem: object, length, options.</summary>
    public delegate* unmanaged<byte*, nuint, void*, nint> OpenMemory { get; }

    /// <summary>bpf_object__load.</summary>
    public delegate* unmanaged<nint, int> LoadObject { get; }

    /// <summary>bpf_object__close.</summary>
    public delegate* unmanaged<nint, void> CloseObject { get; }

    /// <summary>bpf_object__find_program_by_name.</summary>
    public delegate* unmanaged<nint, byte*, nint> FindProgram { get; }

    /// <summary>bpf_object__find_map_fd_by_name.</summary>
    public delegate* unmanaged<nint, byte*, int> FindMap { get; }

    /// <summary>bpf_program__attach_iter: program, options.</summary>
    public delegate* unmanaged<nint, void*, nint> AttachIterator { get; }

    /// <summary>bpf_program__attach.</summary>
    public delegate* unmanaged<nint, nint> Attach { get; }

    /// <summary>bpf_link__fd.</summary>
    public delegate* unmanaged<nint, int> LinkDescriptor { get; }

    /// <summary>bpf_link__destroy.</summary>
    public delegate* unmanaged<nint, int> DestroyLink { get; }

    /// <summary>bpf_iter_create: descriptor of the link.</summary>
    public delegate* unmanaged<int, int> CreateIterator { get; }

    /// <summary>bpf_map_lookup_elem: map, key, value.</summary>
    public delegate* unmanaged<int, void*, void*, int> LookUp { get; }

    /// <summary>bpf_map_update_elem: map, key, value, flags.</summary>
    public delegate* unmanaged<int, void*, void*, ulong, int> Update { get; }

    /// <summary>bpf_map_get_next_key: map, key or null, next key.</summary>
    public delegate* unmanaged<int, void*, void*, int> NextKey { get; }

    /// <summary>bpf_map_delete_elem: map, key.</summary>
    public delegate* unmanaged<int, void*, int> Delete { get; }

    /// <summary>ring_buffer__new: map, callback (context, data, size), context, options.</summary>
    public delegate* unmanaged<int, delegate* unmanaged<void*, void*, nuint, int>, void*, void*, nint> NewRing { get; }

    /// <summary>ring_buffer__consume: calls the callback for each record that is there.</summary>
    public delegate* unmanaged<nint, int> ConsumeRing { get; }

    /// <summary>ring_buffer__free.</summary>
    public delegate* unmanaged<nint, void> FreeRing { get; }

    /// <summary>Loads the library. It stays loaded for as long as the program runs.</summary>
    /// <param name="library">The calls.</param>
    /// <returns>Null, or why it cannot be used.</returns>
    public static BpfObstacle? Load(out LibBpf? library) => Load(File, out library);

    /// <summary>Loads the library from a file of another name, for tests.</summary>
    /// <param name="file">A name for the dynamic linker.</param>
    /// <param name="library">The calls.</param>
    /// <returns>Null, or why it cannot be used.</returns>
    internal static BpfObstacle? Load(string file, out LibBpf? library)
    {
        library = null;
        if (!NativeLibrary.TryLoad(file, out var handle)) return BpfObstacle.LibraryMissing;
        if (!NativeLibrary.TryGetExport(handle, "libbpf_major_version", out var version)) return BpfObstacle.LibraryTooOld;
        if (((delegate* unmanaged<uint>)version)() < OldestMajor) return BpfObstacle.LibraryTooOld;
        try
        {
            library = new LibBpf(handle);
            return null;
        }
        catch (EntryPointNotFoundException)
        {
            return BpfObstacle.LibraryTooOld;
        }
    }

    private nint Find(string name) => NativeLibrary.GetExport(_library, name);
}
