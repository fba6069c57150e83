using System.Text;
using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>The power and energy channels below <c>class/hwmon</c>. One listing; nothing in it changes afterwards.</summary>
/// <param name="Directory">The directory that was listed.</param>
/// <param name="Outcome">Whether it could be listed.</param>
/// <param name="Channels">The channels: those that are known to measure something countable first, then in the order of their addresses.</param>
/// <param name="Dangling">Links to chips that lead nowhere, as in a container whose runtime hides the device tree.</param>
internal sealed record HwmonTree(string Directory, ReadOutcome Outcome, IReadOnlyList<HwmonChannel> Channels, IReadOnlyList<string> Dangling)
{
    /// <summary>Looks for channels.</summary>
    /// <param name="sysfsRoot">Where sysfs is mounted.</param>
    /// <returns>The listing; empty, with the outcome, when there is nothing to list.</returns>
    public static HwmonTree Scan(string sysfsRoot)
    {
        var directory = Path.Combine(sysfsRoot, "class", "hwmon");
        var channels = new List<HwmonChannel>();
        var dangling = new List<string>();
        var outcome = DirectoryEntries.List(directory, out var chips);
        foreach (var chip in chips.Order(StringComparer.Ordinal))
        {
            if (!System.IO.Directory.Exists(chip)) dangling.Add(chip);
            else if (!IsPowerSupply(chip)) AddChannels(chip, channels);
        }

        var ordered = channels.OrderBy(static channel => channel.Meter.Kind == HwmonMeterKind.Other).ThenBy(static channel => channel.Address, StringComparer.Ordinal);
        return new HwmonTree(directory, outcome, [.. ordered], dangling);
    }

    /// <summary>The battery and the charger of a laptop say what goes in and out of the battery, which is not what the machine uses.</summary>
    private static bool IsPowerSupply(string chip) => TargetName(Path.Combine(chip, "device", "subsystem")) == "power_supply";

    private static void AddChannels(string chip, List<HwmonChannel> channels)
    {
        // Drivers of the older kind keep their files with the device.
        var directory = chip;
        var attributes = Attributes(directory);
        if (attributes.Count == 0) attributes = Attributes(directory = Path.Combine(chip, "device"));
        if (attributes.Count == 0) return;
        var name = AttributeFile.Name(Path.Combine(chip, "name"));
        if (name.Length == 0) name = AttributeFile.Name(Path.Combine(chip, "device", "name"));
        if (name.Length == 0) name = "unnamed";
        var device = TargetName(Path.Combine(chip, "device")) ?? Path.GetFileName(chip);
        foreach (var attribute in attributes)
        {
            if (IsOff(directory, attribute)) continue;
            var text = Text(directory, attribute);
            var meter = HwmonMeter.Of(name, attribute.Quantity, text);
            var channel = new HwmonChannel(directory, name, device, attribute, text.Length > 0 ? text : attribute.Channel, meter)
            {
                StatedUncertainty = Accuracy(directory, attribute),
            };
            if (channels.TrueForAll(other => other.Address != channel.Address)) channels.Add(channel);
        }
    }

    private static bool IsOff(string directory, HwmonAttribute attribute) =>
        AttributeFile.Number(Path.Combine(directory, attribute.Channel + "_enable")) == 0
        || AttributeFile.Number(Path.Combine(directory, attribute.Channel + "_is_battery")) == 1;

    private static double? Accuracy(string directory, HwmonAttribute attribute)
    {
        Span<byte> buffer = stackalloc byte[CounterText.BufferSize];
        if (AttributeFile.TryRead(Path.Combine(directory, attribute.Channel + "_accuracy"), buffer, out var length) != ReadOutcome.Ok) return null;
        return HwmonAccuracy.TryParse(buffer[..length], out var relative) ? relative : null;
    }

    private static string Text(string directory, HwmonAttribute attribute)
    {
        var label = AttributeFile.Name(Path.Combine(directory, attribute.Channel + "_label"));
        return label.Length > 0 ? label : AttributeFile.Name(Path.Combine(directory, attribute.Channel + "_oem_info"));
    }

    /// <summary>One attribute a channel: the present power where there are both.</summary>
    private static List<HwmonAttribute> Attributes(string directory)
    {
        var found = new SortedDictionary<(HwmonQuantity, int), HwmonAttribute>();
        _ = DirectoryEntries.List(directory, out var paths);
        foreach (var path in paths)
        {
            if (!HwmonAttribute.TryParse(Encoding.UTF8.GetBytes(Path.GetFileName(path)), out var attribute)) continue;
            var key = (attribute.Quantity, attribute.Index);
            if (!attribute.Average || !found.ContainsKey(key)) found[key] = attribute;
        }

        return [.. found.Values];
    }

    private static string? TargetName(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget is { } target ? Path.GetFileName(target.TrimEnd('/')) : null;
        }
        catch (Exception exception) when (ReadOutcomes.IsOutcome(exception))
        {
            return null;
        }
    }
}
