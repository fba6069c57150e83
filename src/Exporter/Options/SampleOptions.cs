namespace Wattshare.Exporter.Options;

/// <summary>How often the program samples.</summary>
internal sealed class SampleOptions
{
    /// <summary>The shortest period that is accepted.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest period that is accepted.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>The period of the sampler, from <see cref="Shortest"/> to <see cref="Longest"/>.</summary>
    public TimeSpan Interval { get; set; }
}
