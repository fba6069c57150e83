using System.Globalization;

namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>What a channel is known to measure, and of which socket.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="SocketNumber">The socket, or null when it has none.</param>
internal readonly record struct HwmonMeter(HwmonMeterKind Kind, int? SocketNumber)
{
    private const string SocketWords = " Power Socket ";

    /// <summary>What is inside the measured perimeter, as the label <c>perimeter</c> says it.</summary>
    public string Perimeter => Kind switch
    {
        HwmonMeterKind.Machine => "platform",
        HwmonMeterKind.Module => "module",
        HwmonMeterKind.Socket => "cpu_and_memory",
        HwmonMeterKind.CpuRail or HwmonMeterKind.CpuCounter => "cpu_package",
        _ => "unknown",
    };

    /// <summary>Tells what a channel measures.</summary>
    /// <param name="chip">The name of its driver.</param>
    /// <param name="quantity">What it shows.</param>
    /// <param name="text">Its label, or what the firmware says of the meter.</param>
    /// <returns>The meter; unknown chips are <see cref="HwmonMeterKind.Other"/>.</returns>
    public static HwmonMeter Of(string chip, HwmonQuantity quantity, string text) => (chip, quantity) switch
    {
        ("power_meter", HwmonQuantity.Power) => OfAcpi(text),
        ("amd_energy", HwmonQuantity.Energy) when text.StartsWith("Esocket", StringComparison.Ordinal) => new HwmonMeter(HwmonMeterKind.CpuCounter, null),
        _ => default,
    };

    /// <summary>The words are those of NVIDIA's firmware (Grace Performance Tuning Guide, "Power and thermal management").</summary>
    private static HwmonMeter OfAcpi(string text)
    {
        var machine = new HwmonMeter(HwmonMeterKind.Machine, null);
        var at = text.IndexOf(SocketWords, StringComparison.Ordinal);
        if (at < 0 || !byte.TryParse(text.AsSpan(at + SocketWords.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var socket)) return machine;
        return text[..at] switch
        {
            "Module" => new HwmonMeter(HwmonMeterKind.Module, socket),
            "Grace" => new HwmonMeter(HwmonMeterKind.Socket, socket),
            "CPU" => new HwmonMeter(HwmonMeterKind.CpuRail, socket),

            // A part of a socket, such as SysIO, is not the machine.
            _ => new HwmonMeter(HwmonMeterKind.Other, socket),
        };
    }
}
