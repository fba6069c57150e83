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

    /// <summary>The set without one member.</summary>
    /// <param name="component">The component to leave out.</param>
    /// <returns>A new set; leaving out what is no member changes nothing.</returns>
    public ComponentSet Without(Component component) => new(Bits & ~(1 << (int)component));

    /// <summary>The set without the members of another one.</summary>
    /// <param name="others">The components to leave out.</param>
    /// <returns>A new set.</returns>
    public ComponentSet Without(ComponentSet others) => new(Bits & ~others.Bits);
}
