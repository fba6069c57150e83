using System.Text;
using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Exposition;

/// <summary>The label text of each component, made once.</summary>
internal static class ComponentLabels
{
    private static readonly byte[][] Plain = Make("");
    private static readonly byte[][] ActiveMode = Make(",mode=\"active\"");
    private static readonly byte[][] IdleMode = Make(",mode=\"idle\"");
    private static readonly byte[][] RandomKind = Make(",kind=\"random\"");
    private static readonly byte[][] SystematicKind = Make(",kind=\"systematic\"");

    /// <summary><c>component="cpu"</c>.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The pair in UTF-8.</returns>
    public static ReadOnlySpan<byte> Of(Component component) => Plain[(int)component];

    /// <summary><c>component="cpu",mode="active"</c>.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The pairs in UTF-8.</returns>
    public static ReadOnlySpan<byte> Active(Component component) => ActiveMode[(int)component];

    /// <summary><c>component="cpu",mode="idle"</c>.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The pairs in UTF-8.</returns>
    public static ReadOnlySpan<byte> Idle(Component component) => IdleMode[(int)component];

    /// <summary><c>component="cpu",kind="random"</c>.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The pairs in UTF-8.</returns>
    public static ReadOnlySpan<byte> Random(Component component) => RandomKind[(int)component];

    /// <summary><c>component="cpu",kind="systematic"</c>.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The pairs in UTF-8.</returns>
    public static ReadOnlySpan<byte> Systematic(Component component) => SystematicKind[(int)component];

    private static byte[][] Make(string rest)
    {
        var texts = new byte[Components.Count][];
        foreach (var component in Components.All)
            texts[(int)component] = Encoding.UTF8.GetBytes($"component=\"{Components.Name(component)}\"{rest}");
        return texts;
    }
}
