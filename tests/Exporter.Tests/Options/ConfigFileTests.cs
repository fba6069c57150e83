using System.Text;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public sealed class ConfigFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wattshare-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_read_whole_and_without_its_mark() => Assert.Equal("log:\n", ConfigFile.Read(Write([.. Encoding.UTF8.Preamble, .. "log:\n"u8])).Text);

    [Fact]
    public void An_empty_file_is_empty_text() => Assert.Equal("", ConfigFile.Read(Write([])).Text);

    [Fact]
    public void A_missing_file_says_so()
    {
        Assert.Equal("does not exist", ConfigFile.Read(Path.Combine(_folder, "none")).Fault);
        Assert.Equal("does not exist", ConfigFile.Read(Path.Combine(_folder, "no", "folder")).Fault);
    }

    [Fact]
    public void A_directory_says_so() => Assert.Equal("is a directory, not a file", ConfigFile.Read(_folder).Fault);

    [Fact]
    public void Bytes_that_are_no_text_say_so() => Assert.Equal("is not UTF-8 text", ConfigFile.Read(Write([0xff, 0xfe, 0x80])).Fault);

    [Fact]
    public void An_endless_file_is_not_read_to_its_end() => Assert.Equal("is longer than 1 MiB", ConfigFile.Read("/dev/zero").Fault);

    [Fact]
    public void A_file_of_just_the_limit_is_read() =>
        Assert.Equal(ConfigFile.MaxBytes, ConfigFile.Read(Write([.. Enumerable.Repeat((byte)'#', ConfigFile.MaxBytes)])).Text!.Length);

    [Fact]
    public void An_unreadable_file_says_so() =>
        // Permission bits do not stop root, but the first page of a process's memory can be read by nobody: EIO.
        Assert.Equal("cannot be read: Input/output error : '/proc/self/mem'", ConfigFile.Read("/proc/self/mem").Fault);

    [Fact]
    public void The_fault_names_the_file_and_who_named_it()
    {
        var missing = Path.Combine(_folder, "none.yaml");
        Assert.Equal(
            [$"--config.file: {missing} does not exist"],
            OptionsLoader.Load(["--config.file", missing], new Dictionary<string, string>(), ConfigFile.Read).Faults);
        Assert.Equal(
            [$"WATTSHARE_CONFIG_FILE: {missing} does not exist"],
            OptionsLoader.Load([], new Dictionary<string, string> { ["WATTSHARE_CONFIG_FILE"] = missing }, ConfigFile.Read).Faults);
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder, "c.yaml");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
