using System.Diagnostics;

namespace Wattshare.Fixtures.Lab;

/// <summary>Runs programs to their end.</summary>
public static class LabTool
{
    /// <summary>Runs a program and takes its output.</summary>
    /// <param name="file">The program, looked up in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <returns>What it left.</returns>
    public static async Task<ToolResult> RunAsync(string file, IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a program that has to succeed.</summary>
    /// <param name="file">The program, looked up in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its standard output without white space around it.</returns>
    /// <exception cref="InvalidOperationException">Its exit code is not 0; the message has its output.</exception>
    public static async Task<string> MustRunAsync(string file, params string[] arguments)
    {
        var result = await RunAsync(file, arguments);
        return result.ExitCode == 0
            ? result.Output.Trim()
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: exit code {result.ExitCode}\n{result.Output}{result.Errors}");
    }
}
