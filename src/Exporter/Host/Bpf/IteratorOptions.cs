using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// What an iterator goes over (<c>struct bpf_iter_attach_opts</c> of libbpf's <c>bpf/libbpf.h</c>). The information is a
/// <c>union bpf_iter_link_info</c> of <c>linux/bpf.h</c>, whose first member is the descriptor of a map.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IteratorOptions
{
    /// <summary>The size of this structure, by which the library tells its versions.</summary>
    public nuint Size;

    /// <summary>The address of the descriptor.</summary>
    public int* Map;

    /// <summary>The length of what it points to.</summary>
    public uint MapLength;

    /// <summary>Goes over the elements of a map.</summary>
    /// <param name="map">The address of its descriptor.</param>
    /// <returns>The options.</returns>
    public static IteratorOptions Over(int* map) => new() { Size = (nuint)sizeof(IteratorOptions), Map = map, MapLength = sizeof(int) };
}
