namespace Wattshare.Attribution.Model;

/// <summary>The fixed table of <see cref="Component"/> and the names used in labels.</summary>
public static class Components
{
    /// <summary>How many components there are.</summary>
    public const int Count = 4;

    private static readonly Component[] Every = [Component.Cpu, Component.Dram, Component.Gpu, Component.Platform];

    /// <summary>Every component, in the order of its value.</summary>
    public static ReadOnlySpan<Component> All => Every;

    /// <summary>The value of the label <c>component</c>.</summary>
    /// <param name="component">A defined component.</param>
    /// <returns>A lower-case word, constant for ever.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The component is not a defined one.</exception>
    public static string Name(Component component) => component switch
    {
        Component.Cpu => "cpu",
        Component.Dram => "dram",
        Component.Gpu => "gpu",
        Component.Platform => "platform",
        _ => throw new ArgumentOutOfRangeException(nameof(component)),
    };
}
