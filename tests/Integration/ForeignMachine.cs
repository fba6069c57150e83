using System.Globalization;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration;

/// <summary>A process that the kernel says runs QEMU's executable, of a user that is neither root nor the exporter's.</summary>
internal static class ForeignMachine
{
    /// <summary>Starts it.</summary>
    /// <param name="directory">Where its executable is put; everybody has to be able to enter it.</param>
    /// <returns>The process.</returns>
    public static LabProcess Start(LabDirectory directory)
    {
        var executable = directory.At("qemu-system-x86_64");
        File.Copy("/usr/bin/sleep", executable);
        return LabProcess.Start("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "--", executable, "600"]);
    }

    /// <summary>Whether an exporter took it for a virtual machine.</summary>
    /// <param name="machine">The process.</param>
    /// <returns>A question to the exporter's metrics.</returns>
    public static Func<MetricsText, bool> IsShown(LabProcess machine) =>
        metrics => metrics.All("wattshare_vm_info", ("pid", machine.Id.ToString(CultureInfo.InvariantCulture))).Any();
}
