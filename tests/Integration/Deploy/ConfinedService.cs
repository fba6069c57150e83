using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>
/// The program as the unit starts it: a user that is not root, the unit's variables, its capabilities and no others, no new privileges.
/// It is the published one, which a user who may not enter the repository can run.
/// </summary>
internal static class ConfinedService
{
    /// <summary>The user and the group of the service; no account has it.</summary>
    public const string User = "65533";

    /// <summary>Starts the program.</summary>
    /// <param name="directory">A folder of the test, which everybody may enter.</param>
    /// <param name="sysfs">The sysfs of the host.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="capabilities">The capabilities that it gets.</param>
    /// <param name="bounds">The capabilities that it may have at most; null for the same.</param>
    /// <returns>The program, which may not be ready yet.</returns>
    public static async Task<LabProcess> StartAsync(LabDirectory directory, string sysfs, int port, IEnumerable<string> capabilities, IEnumerable<string>? bounds = null)
    {
        var program = directory.At("wattshare");
        File.Copy(await Publish.SelfContainedAsync(), program);
        var (set, most) = (SetOf(capabilities), SetOf(bounds ?? capabilities));
        return LabProcess.Start(
            "setpriv",
            [
                $"--reuid={User}", $"--regid={User}", "--clear-groups", $"--bounding-set={most}", $"--inh-caps={set}", $"--ambient-caps={set}", "--no-new-privs", "--",
                program, "serve", $"--path.sysfs={sysfs}", $"--web.listen-address=127.0.0.1:{port}",
            ],
            UnitFile.Host.Variables);
    }

    private static string SetOf(IEnumerable<string> capabilities) =>
        string.Join(',', capabilities.Select(static name => "+" + name.Replace("CAP_", "", StringComparison.Ordinal).ToLowerInvariant()).Prepend("-all"));
}
