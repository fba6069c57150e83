using System.Runtime.CompilerServices;

namespace Wattshare.Attribution.Model;

/// <summary>One energy per component, in microjoules. Arithmetic is checked: an overflow is an error and never a wrong number.</summary>
[InlineArray(Components.Count)]
public struct ComponentEnergy : IEquatable<ComponentEnergy>
{
    private long _first;

    /// <summary>The energy of one component in microjoules.</summary>
    /// <param name="component">A defined component.</param>
    public long this[Component component]
    {
        readonly get => this[(int)component];
        set => this[(int)component] = value;
    }

    /// <summary>The sum over all components in microjoules.</summary>
    public readonly long Total => this[0] + this[1] + this[2] + this[3];

    /// <summary>Component-wise sum.</summary>
    /// <param name="left">First summand.</param>
    /// <param name="right">Second summand.</param>
    /// <returns>The sum.</returns>
    public static ComponentEnergy operator +(ComponentEnergy left, ComponentEnergy right)
    {
        for (var i = 0; i < Components.Count; i++) left[i] += right[i];
        return left;
    }

    /// <summary>Component-wise difference.</summary>
    /// <param name="left">Minuend.</param>
    /// <param name="right">Subtrahend.</param>
    /// <returns>The difference.</returns>
    public static ComponentEnergy operator -(ComponentEnergy left, ComponentEnergy right)
    {
        for (var i = 0; i < Components.Count; i++) left[i] -= right[i];
        return left;
    }

    /// <summary>Tells whether all components are equal.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">Other side.</param>
    /// <returns>True when equal.</returns>
    public static bool operator ==(ComponentEnergy left, ComponentEnergy right) => left.Equals(right);

    /// <summary>Tells whether any component differs.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">Other side.</param>
    /// <returns>True when different.</returns>
    public static bool operator !=(ComponentEnergy left, ComponentEnergy right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(ComponentEnergy other) => ((ReadOnlySpan<long>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ComponentEnergy other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[1], this[2], this[3]);
}
