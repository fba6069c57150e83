namespace Wattshare.Fixtures.Lab;

/// <summary>What a program that ran to its end left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record ToolResult(int ExitCode, string Output, string Errors);
