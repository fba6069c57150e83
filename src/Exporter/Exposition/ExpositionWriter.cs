using System.Buffers;

namespace Wattshare.Exporter.Exposition;

/// <summary>
/// Writes families and samples in one pass. The lines HELP and TYPE come with the first sample of a family, so that a family
/// without samples leaves no trace. Allocates nothing. One thread.
/// </summary>
/// <param name="output">Where the text goes.</param>
/// <param name="format">The format.</param>
internal ref struct ExpositionWriter(IBufferWriter<byte> output, ExpositionFormat format)
{
    private MetricFamily? _family;
    private bool _announced;
    private bool _labelled;

    /// <summary>Begins a family. Each is begun once.</summary>
    /// <param name="family">The family that the next samples belong to.</param>
    public void Family(MetricFamily family)
    {
        _family = family;
        _announced = false;
    }

    /// <summary>Begins a sample of the family; labels and a value follow.</summary>
    /// <param name="suffix">What a histogram's sample adds to the name.</param>
    public void Sample(scoped ReadOnlySpan<byte> suffix = default)
    {
        if (!_announced) output.Write(_family!.Header(format));
        _announced = true;
        _labelled = false;
        output.Write(_family!.Utf8Name);
        output.Write(suffix);
    }

    /// <summary>Adds label pairs that are already in the text of the format.</summary>
    /// <param name="pairs">Pairs with commas between them.</param>
    public void Labels(scoped ReadOnlySpan<byte> pairs)
    {
        Separate();
        output.Write(pairs);
    }

    /// <summary>Adds one label.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">Any text.</param>
    public void Label(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<char> value)
    {
        Separate();
        LabelText.Write(output, name, value);
    }

    /// <summary>
    /// Adds the upper bound of a histogram's bucket. OpenMetrics wants a decimal point in it; the other format gets the same text,
    /// so that a series does not change its identity with the format.
    /// </summary>
    /// <param name="billionths">The bound in billionths of the unit, for example nanoseconds; null is the infinite one.</param>
    public void Bound(long? billionths)
    {
        Separate();
        output.Write("le=\""u8);
        if (billionths is { } bound)
        {
            output.Advance(NumberText.FormatScaled(bound, 9, output.GetSpan(NumberText.MaxLength)));
            if (bound % 1_000_000_000 == 0) output.Write(".0"u8);
        }
        else
        {
            output.Write("+Inf"u8);
        }

        output.Write("\""u8);
    }

    /// <summary>Ends the sample with a whole number.</summary>
    /// <param name="value">The value.</param>
    public readonly void Integer(long value) => Scaled(value, 0);

    /// <summary>Ends the sample with an energy, printed exactly in joules.</summary>
    /// <param name="microjoules">The energy in microjoules.</param>
    public readonly void Joules(long microjoules) => Scaled(microjoules, 6);

    /// <summary>Ends the sample with a number of thousandths, printed exactly.</summary>
    /// <param name="value">The number, for example milliwatts.</param>
    public readonly void Thousandths(long value) => Scaled(value, 3);

    /// <summary>Ends the sample with a time, printed exactly in seconds.</summary>
    /// <param name="nanoseconds">The time in nanoseconds.</param>
    public readonly void Seconds(long nanoseconds) => Scaled(nanoseconds, 9);

    /// <summary>Ends the sample with a number.</summary>
    /// <param name="value">The value.</param>
    public readonly void Number(double value)
    {
        CloseLabels();
        output.Advance(NumberText.Format(value, output.GetSpan(NumberText.MaxLength)));
        output.Write("\n"u8);
    }

    /// <summary>Ends the text. OpenMetrics has a mark by which a reader knows that nothing is missing.</summary>
    public readonly void End()
    {
        if (format == ExpositionFormat.OpenMetrics) output.Write("# EOF\n"u8);
    }

    private readonly void Scaled(long value, int decimals)
    {
        CloseLabels();
        output.Advance(NumberText.FormatScaled(value, decimals, output.GetSpan(NumberText.MaxLength)));
        output.Write("\n"u8);
    }

    private void Separate()
    {
        output.Write(_labelled ? ","u8 : "{"u8);
        _labelled = true;
    }

    private readonly void CloseLabels() => output.Write(_labelled ? "} "u8 : " "u8);
}
