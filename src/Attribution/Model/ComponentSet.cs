namespace Wattshare.Attribution.Model;

/// <summary>A set of components. A component outside the set is absent, which is not the same as zero energy.</summary>
/// <param name="Bits">Bit <c>n</c> stands for the component of value <c>n</c>.</param>
public readonly record struct ComponentSet(int Bits)
{
    /// <summary>The set without members.</summary>
    public static ComponentSet None => default;

    /// <summary>Tells whether a component is in the set.</summary>
    /// <param name="component">The component to look for.</param>
    /// <returns>True when it is a member.</returns>
    public bool Contains(Component component) => (Bits & (1 << (int)component)) != 0;

    /// <summary>The set with one more member.</summary>
    /// <param name="component">The component to add.</param>
    /// <returns>A new set; adding a member twice changes nothing.</returns>
    public ComponentSet With(Component component) => new(Bits | (1 << (int)component));
}
