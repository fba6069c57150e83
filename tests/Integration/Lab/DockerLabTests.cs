using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Lab;

[Collection(WholeMachine.Name)]
public sealed class DockerLabTests
{
    [LabFact]
    public async Task Containers_run_in_cgroups_of_their_own_and_nothing_is_left_afterwards()
    {
        string folder;
        DockerContainer burner, sleeper;
        await using (var docker = await DockerLab.StartAsync())
        {
            folder = Path.GetDirectoryName(docker.SocketPath)!;
            burner = await docker.RunBurnerAsync();
            sleeper = await docker.RunSleeperAsync();
            Assert.Contains($"docker/{burner.Id}", await File.ReadAllTextAsync($"/proc/{burner.Pid}/cgroup"), StringComparison.Ordinal);
            Assert.Contains($"docker/{sleeper.Id}", await File.ReadAllTextAsync($"/proc/{sleeper.Pid}/cgroup"), StringComparison.Ordinal);

            // The burner has to use CPU time, and the sleeper has to use next to none.
            var before = KernelTimes.ContainerSeconds(sleeper.Id);
            await Poll.UntilAsync(() => KernelTimes.ContainerSeconds(burner.Id) > 1, TimeSpan.FromSeconds(60), () => "the burner to burn");
            Assert.InRange(KernelTimes.ContainerSeconds(sleeper.Id) - before, 0, 0.05);
        }

        Assert.False(Path.Exists($"/proc/{burner.Pid}"));
        Assert.False(Path.Exists($"/proc/{sleeper.Pid}"));
        Assert.False(Directory.Exists(folder));
        Assert.DoesNotContain(folder, await File.ReadAllTextAsync("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => KernelTimes.ContainerSeconds(burner.Id));
        Assert.DoesNotContain(Commands(), command => command.Contains(folder, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Commands()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])))
        {
            var command = "";
            try
            {
                command = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }

            yield return command;
        }
    }
}
