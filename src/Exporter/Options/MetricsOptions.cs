namespace Wattshare.Exporter.Options;

/// <summary>What is exported.</summary>
internal sealed class MetricsOptions
{
    /// <summary>The value of <see cref="Processes"/> that stands for every process.</summary>
    public const int AllProcesses = int.MaxValue;

    /// <summary>How many processes are exported at most: 0 none, <see cref="AllProcesses"/> every one.</summary>
    public int Processes { get; set; }
}
