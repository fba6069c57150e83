using System.Net.Sockets;
using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Commands;

public sealed class HostFactsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("wattshare-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Pure_version_2()
    {
        Write("fs/cgroup/cgroup.controllers", "cpu memory\n");
        Assert.Equal(new CheckFact(CheckLevel.Ok, "cgroups", "version 2"), CgroupMode.Fact(_root));
    }

    [Theory]
    [InlineData("cpuacct")]
    [InlineData("cpu,cpuacct")]
    public void Version_1(string controller)
    {
        Directory.CreateDirectory(Path.Combine(_root, "fs/cgroup", controller));
        Assert.Equal(new CheckFact(CheckLevel.Ok, "cgroups", "version 1"), CgroupMode.Fact(_root));
    }

    [Fact]
    public void Both_at_once()
    {
        Directory.CreateDirectory(Path.Combine(_root, "fs/cgroup/cpuacct"));
        Write("fs/cgroup/unified/cgroup.procs", "");
        Assert.Equal(new CheckFact(CheckLevel.Ok, "cgroups", "version 1, with version 2 beside it"), CgroupMode.Fact(_root));
    }

    [Fact]
    public void Version_2_beside_a_version_1_without_cpu_time()
    {
        Write("fs/cgroup/unified/cgroup.procs", "");
        Assert.Equal(
            new CheckFact(CheckLevel.Ok, "cgroups", "version 2 in the place of a hybrid host, without version 1 for CPU time"), CgroupMode.Fact(_root));
    }

    [Fact]
    public void No_cgroups() => Assert.Equal(
        new CheckFact(
            CheckLevel.Warning,
            "cgroups",
            $"none under {_root}/fs/cgroup; containers cannot be told apart, and what ended processes used is lost",
            "mount -t cgroup2 none /sys/fs/cgroup"),
        CgroupMode.Fact(_root));

    [Theory]
    [InlineData("rw,nosuid")]
    [InlineData("rw,hidepid=0")]
    [InlineData("rw,hidepid=off,gid=1")]
    public void A_procfs_that_shows_everybody(string options)
    {
        Write("mounts", $"proc {_root} proc {options} 0 0\nproc /elsewhere proc rw,hidepid=2 0 0\n");
        Assert.Equal(new CheckFact(CheckLevel.Ok, "procfs", $"{_root}/ shows the processes of all users"), ProcessVisibility.Fact(_root + "/"));
    }

    [Theory]
    [InlineData("hidepid=1")]
    [InlineData("hidepid=2")]
    [InlineData("hidepid=invisible")]
    [InlineData("hidepid=ptraceable")]
    public void A_procfs_that_hides_others(string option)
    {
        // The mount that was made last covers the one before.
        Write("mounts", $"\ngarbage\nproc {_root} proc rw 0 0\nproc {_root} proc rw,{option} 0 0\n");
        Assert.Equal(
            new CheckFact(
                CheckLevel.Warning,
                "procfs",
                $"{_root} is mounted with {option}: without CAP_SYS_PTRACE only one's own processes are seen",
                $"mount -o remount,hidepid=0 {_root}"),
            ProcessVisibility.Fact(_root));
    }

    [Fact]
    public void A_procfs_that_is_not_there() => Assert.Equal(
        new CheckFact(CheckLevel.Warning, "procfs", $"{_root} cannot be read; nothing can be attributed", "--path.procfs must be the host's procfs"),
        ProcessVisibility.Fact(_root));

    [Fact]
    public void No_docker() => Assert.Equal(
        new CheckFact(CheckLevel.Note, "docker", "no engine socket found; containers of other runtimes have their ids for names"),
        DockerSocket.Fact(_root));

    [Theory]
    [InlineData("run/docker.sock")]
    [InlineData("var/run/docker.sock")]
    public void Docker_that_answers_and_docker_that_does_not(string place)
    {
        var path = Path.Combine(_root, place);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            engine.Bind(new UnixDomainSocketEndPoint(path));
            engine.Listen();
            Assert.Equal(new CheckFact(CheckLevel.Ok, "docker", $"{path} answers; containers get their names"), DockerSocket.Fact(_root));
        }

        // The file of a socket whose listener is gone; .NET removes it, an engine that was killed does not.
        File.WriteAllText(path, "");
        Assert.Equal(
            new CheckFact(
                CheckLevel.Warning,
                "docker",
                $"{path} does not answer (ConnectionRefused); containers have their ids for names",
                "systemctl start docker"),
            DockerSocket.Fact(_root));
    }

    [Fact]
    public void A_share_that_can_be_written() =>
        Assert.Equal(new CheckFact(CheckLevel.Ok, "vmshare", $"{_root} can be written"), ShareDirectory.Fact(_root));

    [Fact]
    public void A_share_that_is_missing()
    {
        var path = Path.Combine(_root, "none");
        Assert.Equal(new CheckFact(CheckLevel.Warning, "vmshare", $"{path} is not a directory", $"mkdir -p {path}"), ShareDirectory.Fact(path));
    }

    [Theory]
    [InlineData(13, "Permission denied")]
    [InlineData(30, "Read-only file system")]
    public void A_share_that_cannot_be_written(int error, string reason) => Assert.Equal(
        new CheckFact(
            CheckLevel.Warning,
            "vmshare",
            $"/srv/share cannot be written: {reason}",
            "give the user of wattshare write access to /srv/share, on a file system that is not read-only"),
        ShareDirectory.Describe("/srv/share", error));

    [Theory]
    [InlineData("serve", "procfs,cgroups,docker")]
    [InlineData("serve --vmshare.path=/x", "procfs,cgroups,docker,vmshare")]
    [InlineData("check --sensors=share --vmshare.path=/x", "procfs,cgroups,docker")]
    public void The_share_is_looked_at_when_it_is_to_be_published(string line, string subjects)
    {
        var arguments = line.Split(' ');
        var result = OptionsLoader.Load([.. arguments, "--path.rootfs=" + _root], new Dictionary<string, string>(), _ => ConfigText.Of(""));
        Assert.Equal(subjects, string.Join(',', HostFacts.Gather(result.Options).Select(fact => fact.Subject)));
    }

    [Fact]
    public void What_was_found_is_counted()
    {
        Assert.Equal(
            ["1 process found", "2 containers found", "3 virtual machines found"], HostFacts.Found(1, 2, 3).Select(fact => fact.Message));
        Assert.Equal(
            new CheckFact(CheckLevel.Warning, "processes", "no process could be read; all active energy stays unattributed"), HostFacts.Found(0, 0, 0)[0]);
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
