using System.Buffers;

namespace Wattshare.Exporter.Exposition;

/// <summary>
/// Writes families and samples in one pass. The lines HELP and TYPE come with the first sample of a family, so that a family
/// without samples leaves no trace. Writes straight into the memory of the output, which knows of it only after <see cref="End"/> or
/// <see cref="Flush"/>. Allocates nothing. One thread.
/// </summary>
/// <param name="output">Where the text goes.</param>
/// <param name="format">The format.</param>
internal ref struct ExpositionWriter(IBufferWriter<byte> output, ExpositionFormat format)
{
    private MetricFamily? _family;
    private Span<byte> _space;
    private int _used;
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
        if (!_announced) Write(_family!.Header(format));
        _announced = true;
        _labelled = false;
        Write(_family!.Utf8Name);
        Write(suffix);
    }

    /// <summary>Adds label pairs that are already in the text of the format.</summary>
    /// <param name="pairs">Pairs with commas between them.</param>
    public void Labels(scoped ReadOnlySpan<byte> pairs)
    {
        Separate();
        Write(pairs);
    }

    /// <summary>Adds one label.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">Any text.</param>
    public void Label(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<char> value)
    {
        Separate();
        Flush();
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
        Write("le=\""u8);
        if (billionths is { } bound)
        {
            Scaled(bound, 9);
            if (bound % 1_000_000_000 == 0) Write(".0"u8);
        }
        else
        {
            Write("+Inf"u8);
        }

        Write((byte)'"');
    }

    /// <summary>Ends the sample with a whole number.</summary>
    /// <param name="value">The value.</param>
    public void Integer(long value) => Value(value, 0);

    /// <summary>Ends the sample with an energy, printed exactly in joules.</summary>
    /// <param name="microjoules">The energy in microjoules.</param>
    public void Joules(long microjoules) => Value(microjoules, 6);

    /// <summary>Ends the sample with a number of thousandths, printed exactly.</summary>
    /// <param name="value">The number, for example milliwatts.</param>
    public void Thousandths(long value) => Value(value, 3);

    /// <summary>Ends the sample with a time, printed exactly in seconds.</summary>
    /// <param name="nanoseconds">The time in nanoseconds.</param>
    public void Seconds(long nanoseconds) => Value(nanoseconds, 9);

    /// <summary>Ends the sample with a number.</summary>
    /// <param name="value">The value.</param>
    public void Number(double value)
    {
        CloseLabels();
        Reserve(NumberText.MaxLength);
        _used += NumberText.Format(value, _space[_used..]);
        Write((byte)'\n');
    }

    /// <summary>Ends the text. OpenMetrics has a mark by which a reader knows that nothing is missing.</summary>
    public void End()
    {
        if (format == ExpositionFormat.OpenMetrics) Write("# EOF\n"u8);
        Flush();
    }

    /// <summary>Tells the output of everything that was written; needed before anything else writes to it.</summary>
    public void Flush()
    {
        output.Advance(_used);
        _space = default;
        _used = 0;
    }

    private void Value(long value, int decimals)
    {
        CloseLabels();
        Scaled(value, decimals);
        Write((byte)'\n');
    }

    private void Scaled(long value, int decimals)
    {
        Reserve(NumberText.MaxLength);
        _used += NumberText.FormatScaled(value, decimals, _space[_used..]);
    }

    private void Separate()
    {
        Write(_labelled ? (byte)',' : (byte)'{');
        _labelled = true;
    }

    private void CloseLabels()
    {
        if (_labelled) Write((byte)'}');
        Write((byte)' ');
    }

    private void Write(byte character)
    {
        Reserve(1);
        _space[_used++] = character;
    }

    private void Write(scoped ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_space[_used..]);
        _used += text.Length;
    }

    private void Reserve(int length)
    {
        if (length <= _space.Length - _used) return;
        Flush();
        _space = output.GetSpan(length);
    }
}
