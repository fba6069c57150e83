using System.Buffers.Text;
using System.Globalization;

namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>The name of a file of a hwmon chip that shows power or energy (https://docs.kernel.org/hwmon/sysfs-interface.html).</summary>
/// <param name="Quantity">What it shows.</param>
/// <param name="Index">The number of the channel, 1 and more.</param>
/// <param name="Average">True for <c>powerN_average</c>, false for <c>powerN_input</c> and <c>energyN_input</c>.</param>
internal readonly record struct HwmonAttribute(HwmonQuantity Quantity, int Index, bool Average)
{
    /// <summary>The channel, for example <c>power1</c>; what the names of its other files begin with.</summary>
    public string Channel => string.Create(CultureInfo.InvariantCulture, $"{(Quantity == HwmonQuantity.Power ? "power" : "energy")}{Index}");

    /// <summary>The file name.</summary>
    public string File => Channel + (Average ? "_average" : "_input");

    /// <summary>Parses a file name.</summary>
    /// <param name="text">The name.</param>
    /// <param name="attribute">Its meaning.</param>
    /// <returns>False for every other file.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out HwmonAttribute attribute)
    {
        attribute = default;
        var quantity = text.StartsWith("power"u8) ? HwmonQuantity.Power : HwmonQuantity.Energy;
        var prefix = quantity == HwmonQuantity.Power ? "power"u8 : "energy"u8;
        if (!text.StartsWith(prefix)) return false;
        text = text[prefix.Length..];

        // The kernel writes no leading zeros, and counts channels from 1 here.
        if (text.IsEmpty || text[0] is < (byte)'1' or > (byte)'9' || !Utf8Parser.TryParse(text, out ushort index, out var used)) return false;
        var rest = text[used..];
        var average = quantity == HwmonQuantity.Power && rest.SequenceEqual("_average"u8);
        if (!average && !rest.SequenceEqual("_input"u8)) return false;
        attribute = new HwmonAttribute(quantity, index, average);
        return true;
    }
}
