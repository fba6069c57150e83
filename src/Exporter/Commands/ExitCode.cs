namespace Wattshare.Exporter.Commands;

/// <summary>What the program says to who started it.</summary>
internal static class ExitCode
{
    /// <summary>All went well; with <c>check</c>: a counter is readable.</summary>
    public const int Ok = 0;

    /// <summary>The command failed; with <c>check</c>: only the model is left, or nothing.</summary>
    public const int Failed = 1;

    /// <summary>Flags, variables or a file that they name are at fault, or ask for what this host cannot do; nothing was started. With <c>check</c>: the exporter would not start.</summary>
    public const int Usage = 2;
}
