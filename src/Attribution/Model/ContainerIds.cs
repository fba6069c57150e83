using System.Buffers;

namespace Wattshare.Attribution.Model;

/// <summary>The ids of containers as they are shown.</summary>
public static class ContainerIds
{
    private const int RandomLength = 64;
    private const int ShortLength = 12;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>
    /// Shortens an id. Of 64 random hexadecimal digits the first 12 tell containers apart, and every engine shows them. Any other id is a name that
    /// somebody chose (LXC, Incus), and two names may begin alike: it stays whole.
    /// </summary>
    /// <param name="id">The full id, or nothing.</param>
    /// <returns>The first 12 digits, or all of it.</returns>
    public static ReadOnlySpan<char> Shorten(ReadOnlySpan<char> id) => id.Length == RandomLength && !id.ContainsAnyExcept(Digits) ? id[..ShortLength] : id;
}
