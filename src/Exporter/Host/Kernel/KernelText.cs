namespace Wattshare.Exporter.Host.Kernel;

/// <summary>Text as the kernel's structures hold it: an array of bytes, of which those before the first NUL count.</summary>
internal static class KernelText
{
    /// <summary>The bytes before the first NUL, or all of them when there is none.</summary>
    /// <param name="bytes">The array.</param>
    /// <returns>A part of it.</returns>
    public static ReadOnlySpan<byte> BeforeNul(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }
}
