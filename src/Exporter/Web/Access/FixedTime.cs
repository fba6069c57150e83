using System.Runtime.CompilerServices;

namespace Wattshare.Exporter.Web.Access;

/// <summary>A comparison whose time tells nothing about where two values differ. The runtime's own needs OpenSSL.</summary>
internal static class FixedTime
{
    /// <summary>Compares two values.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other; its length is no secret.</param>
    /// <returns>True when they are equal.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length) return false;
        var difference = 0;
        for (var i = 0; i < left.Length; i++) difference |= left[i] ^ right[i];
        return difference == 0;
    }
}
