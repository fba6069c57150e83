namespace Wattshare.Exporter.Commands.Explain;

/// <summary>What came of looking for a target.</summary>
/// <param name="Target">The target, or null when there is not exactly one.</param>
/// <param name="Fault">One printable line that says why, or empty.</param>
/// <param name="ExitCode">What the program says then; <see cref="Commands.ExitCode.Ok"/> with a target.</param>
internal sealed record TargetResult(ExplainTarget? Target, string Fault, int ExitCode)
{
    /// <summary>Exactly one.</summary>
    /// <param name="target">The target.</param>
    /// <returns>The result.</returns>
    public static TargetResult Found(ExplainTarget target) => new(target, "", Commands.ExitCode.Ok);

    /// <summary>None: it may have ended, so the invocation was well.</summary>
    /// <param name="fault">The line.</param>
    /// <returns>The result.</returns>
    public static TargetResult Missing(string fault) => new(null, fault, Commands.ExitCode.Failed);

    /// <summary>Several: the invocation does not say which.</summary>
    /// <param name="fault">The line.</param>
    /// <returns>The result.</returns>
    public static TargetResult Ambiguous(string fault) => new(null, fault, Commands.ExitCode.Usage);
}
