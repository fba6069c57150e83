namespace Wattshare.Integration.Deploy;

/// <summary>What the tests of the package, the units and the image are made of.</summary>
internal static class DeployNeeds
{
    /// <summary>Why tests have to be skipped, or null when they are to run.</summary>
    public static string? Missing { get; } = Environment.IsPrivilegedProcess
        ? LabNeeds.MissingOf(["dpkg-deb", "lintian", "debootstrap", "systemd-analyze", "setpriv", "dockerd", "docker", "docker-compose", "prometheus", "promtool"], "tests/lab/install")
        : "Only root may start machines and give up rights.";
}
