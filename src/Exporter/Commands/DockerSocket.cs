using System.Net.Sockets;

namespace Wattshare.Exporter.Commands;

/// <summary>Whether the API socket of the Docker engine answers; it gives containers their names.</summary>
internal static class DockerSocket
{
    private static readonly string[] Places = ["run/docker.sock", "var/run/docker.sock"];

    /// <summary>Tries to connect.</summary>
    /// <param name="rootfs">The root of the host's files.</param>
    /// <returns>The fact for the report.</returns>
    public static CheckFact Fact(string rootfs)
    {
        var path = Places.Select(place => Path.Combine(rootfs, place)).FirstOrDefault(File.Exists);
        if (path is null) return new CheckFact(CheckLevel.Note, "docker", "no engine socket found; containers of other runtimes have their ids for names");
        return Connect(path) switch
        {
            SocketError.Success => new CheckFact(CheckLevel.Ok, "docker", $"{path} answers; containers get their names"),
            SocketError.AccessDenied => new CheckFact(
                CheckLevel.Warning,
                "docker",
                $"{path} refuses this user; containers have their ids for names",
                "run wattshare as root or in the group docker"),
            var error => new CheckFact(
                CheckLevel.Warning, "docker", $"{path} does not answer ({error}); containers have their ids for names", "systemctl start docker"),
        };
    }

    private static SocketError Connect(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return SocketError.Success;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
        catch (ArgumentException)
        {
            // The path is longer than the address of a socket can be.
            return SocketError.InvalidArgument;
        }
    }
}
