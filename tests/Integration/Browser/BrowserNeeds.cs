namespace Wattshare.Integration.Browser;

/// <summary>What the tests of the page need on this machine. The driver comes with the package; no browser is downloaded.</summary>
internal static class BrowserNeeds
{
    /// <summary>Debian's browser.</summary>
    public const string Chromium = "/usr/bin/chromium";

    /// <summary>Why tests have to be skipped, or null when they are to run.</summary>
    public static string? Missing { get; } = LabNeeds.MissingOf([Chromium], "tests/lab/install");
}
