using Wattshare.Exporter.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class TaskTimeTests : IDisposable
{
    private readonly DirectoryInfo _sysfs = Directory.CreateTempSubdirectory("wattshare-tasktime-");

    public void Dispose() => _sysfs.Delete(recursive: true);

    [Theory]
    [InlineData("cpuacct")]
    [InlineData("cpu,cpuacct")]
    public void The_counter_of_the_root_group_is_read_again_and_again(string hierarchy)
    {
        Write(hierarchy, "40629274427259\n");
        var time = new TaskTime(_sysfs.FullName);
        Assert.Equal(40_629_274_427_259, time.Read());
        Write(hierarchy, "40629274427260\n");
        Assert.Equal(40_629_274_427_260, time.Read());
        time.Close();
        Assert.Equal(40_629_274_427_260, time.Read());
        time.Close();
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("-12\n")]
    [InlineData("many\n")]
    [InlineData("99999999999999999999999\n")]
    public void What_is_no_whole_number_of_a_line_is_none(string text)
    {
        Write("cpuacct", text);
        Assert.Null(new TaskTime(_sysfs.FullName).Read());
    }

    [Fact]
    public void A_hierarchy_that_is_mounted_later_is_found()
    {
        var time = new TaskTime(_sysfs.FullName);
        Assert.Null(time.Read());
        Write("cpuacct", "5\n");
        var reads = 1;
        while (time.Read() is null) Assert.InRange(++reads, 1, 100);
        Assert.Equal(5, time.Read());
        time.Close();
    }

    private void Write(string hierarchy, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_sysfs.FullName, "fs", "cgroup", hierarchy));
        File.WriteAllText(Path.Combine(folder.FullName, "cpuacct.usage"), text);
    }
}
