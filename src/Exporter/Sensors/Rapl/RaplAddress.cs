using System.Globalization;

namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>
/// The directory name of a zone, for example <c>intel-rapl:0</c> or <c>intel-rapl-mmio:0:1</c>: the control type, the number of the
/// zone, and the number of the child where it is one. Ordered so that a parent comes before its children.
/// </summary>
/// <param name="ControlType">The part before the first colon.</param>
/// <param name="Zone">The number of the top-level zone.</param>
/// <param name="Child">The number of the child, or -1 for a top-level zone.</param>
internal readonly record struct RaplAddress(string ControlType, int Zone, int Child) : IComparable<RaplAddress>
{
    private const string Family = "intel-rapl";
    private const int NoChild = -1;

    /// <summary>True for a zone that stands below another.</summary>
    public bool IsChild => Child != NoChild;

    /// <summary>The zone that a child stands below.</summary>
    public RaplAddress Parent => this with { Child = NoChild };

    /// <summary>The interface that the control type stands for.</summary>
    public RaplInterface Interface => ControlType switch
    {
        Family => RaplInterface.Msr,
        Family + "-mmio" => RaplInterface.Mmio,
        Family + "-tpmi" => RaplInterface.Tpmi,
        _ => RaplInterface.Other,
    };

    /// <summary>What labels of this interface begin with: empty for the usual one, else for example <c>mmio:</c>.</summary>
    public string LabelPrefix => ControlType.Length == Family.Length ? "" : string.Concat(ControlType.AsSpan(Family.Length + 1), ":");

    /// <summary>Parses a directory name.</summary>
    /// <param name="text">The name without its folder.</param>
    /// <param name="address">The address.</param>
    /// <returns>False when this is not the name of a RAPL zone, as that of the control type itself is not.</returns>
    public static bool TryParse(string text, out RaplAddress address)
    {
        address = default;
        var parts = text.Split(':');
        if (parts.Length is not (2 or 3) || !IsFamily(parts[0]) || !TryNumber(parts[1], out var zone)) return false;
        var child = NoChild;
        if (parts.Length == 3 && !TryNumber(parts[2], out child)) return false;
        address = new RaplAddress(parts[0], zone, child);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(RaplAddress other)
    {
        var order = string.CompareOrdinal(ControlType, other.ControlType);
        if (order == 0) order = Zone.CompareTo(other.Zone);
        return order == 0 ? Child.CompareTo(other.Child) : order;
    }

    /// <summary>The directory name again.</summary>
    /// <returns>For example <c>intel-rapl:0:1</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{ControlType}:{Zone}{(IsChild ? ":" + Child.ToString(CultureInfo.InvariantCulture) : "")}");

    private static bool IsFamily(string type) =>
        type == Family || (type.Length > Family.Length + 1 && type.StartsWith(Family + "-", StringComparison.Ordinal));

    // The kernel writes no leading zeros; refusing them keeps one text for one address.
    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');
}
