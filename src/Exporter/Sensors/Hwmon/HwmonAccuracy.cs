using System.Buffers.Text;

namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>
/// The accuracy that a power meter states of itself, in percent (<c>powerN_accuracy</c>, https://docs.kernel.org/hwmon/sysfs-interface.html). The ACPI
/// power meter says how much of the value is certain, 95 % for one that may be 5 % off, and writes thousandths of a percent after the point
/// without leading zeros, so that <c>95.5%</c> is 95.005 % (drivers/hwmon/acpi_power_meter.c, show_accuracy). Safe for any number of threads.
/// </summary>
internal static class HwmonAccuracy
{
    private const int Thousandths = 1_000;
    private const int Whole = 100 * Thousandths;

    /// <summary>
    /// Below this a figure may as well be the error itself, and at 100 % no error is stated; nobody can say what is meant by either.
    /// </summary>
    private const int Least = 50 * Thousandths;

    /// <summary>Reads the file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="relative">
    /// The relative standard uncertainty: what is stated is a bound, within which every error is as likely (JCGM 100:2008, 4.3.7).
    /// </param>
    /// <returns>False when it states nothing that can be believed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out double relative)
    {
        relative = 0;
        if (!TryTake(ref text, Whole / Thousandths, out var percent)) return false;
        var thousandths = 0;
        if (text.StartsWith("."u8))
        {
            text = text[1..];
            if (!TryTake(ref text, Thousandths - 1, out thousandths)) return false;
        }

        if (text.StartsWith("%"u8)) text = text[1..];
        var certain = (percent * Thousandths) + thousandths;
        if (!text.SequenceEqual("\n"u8) || certain is < Least or >= Whole) return false;
        relative = (Whole - certain) / (Whole * Math.Sqrt(3));
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, int limit, out int number)
    {
        number = 0;
        if (text.IsEmpty || !char.IsAsciiDigit((char)text[0]) || !Utf8Parser.TryParse(text, out number, out var used) || number > limit) return false;
        text = text[used..];
        return true;
    }
}
