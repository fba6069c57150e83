using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Wattshare.Attribution.Reporting;

/// <summary>Makes the arrays of a report from rows, with nothing allocated but the array itself.</summary>
internal static class RowArrays
{
    /// <summary>The rows that there are.</summary>
    /// <typeparam name="T">The kind of row.</typeparam>
    /// <param name="rows">A place for each possible row.</param>
    /// <returns>The rows in the same order.</returns>
    public static ImmutableArray<T> Present<T>(ReadOnlySpan<T?> rows)
        where T : class
    {
        var count = 0;
        foreach (var row in rows)
            if (row is not null) count++;
        var present = new T[count];
        count = 0;
        foreach (var row in rows)
            if (row is not null) present[count++] = row;
        return Freeze(present);
    }

    /// <summary>Gives an array away that nobody changes any more.</summary>
    /// <typeparam name="T">The kind of row.</typeparam>
    /// <param name="rows">The rows.</param>
    /// <returns>The same array.</returns>
    public static ImmutableArray<T> Freeze<T>(T[] rows) => ImmutableCollectionsMarshal.AsImmutableArray(rows);
}
