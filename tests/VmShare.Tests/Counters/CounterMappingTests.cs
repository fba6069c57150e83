using System.Text;
using Wattshare.VmShare.Counters;
using Wattshare.VmShare.Tests.Support;

namespace Wattshare.VmShare.Tests.Counters;

public sealed class CounterMappingTests
{
    private const int BadAddress = 14;
    private static readonly Version KernelThatAnswers = new(5, 14);

    [Fact]
    public void A_store_replaces_sixteen_bytes_and_no_more()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["counter"], "1000000000000000\n");
        using var file = File.OpenHandle(folder["counter"], FileMode.Open, FileAccess.ReadWrite);
        using var mapping = CounterMapping.TryCreate(file)!;
        Assert.Equal(0, mapping.TryStore("9876543210987654321\n"u8));
        Span<byte> buffer = stackalloc byte[32];
        Assert.Equal("9876543210987654\n", Encoding.ASCII.GetString(buffer[..RandomAccess.Read(file, buffer, 0)]));
    }

    [Fact]
    public void A_file_truncated_under_the_mapping_is_an_error_and_not_the_end_of_the_process()
    {
        // An older kernel does not answer the question, and the store would kill the test run.
        if (Environment.OSVersion.Version < KernelThatAnswers) return;
        using var folder = new TempFolder();
        File.WriteAllText(folder["counter"], "1000000000000000\n");
        using var file = File.OpenHandle(folder["counter"], FileMode.Open, FileAccess.ReadWrite);
        using var mapping = CounterMapping.TryCreate(file)!;
        Assert.Equal(0, mapping.TryStore("1000000000000001\n"u8));
        RandomAccess.SetLength(file, 0);
        Assert.Equal(BadAddress, mapping.TryStore("1000000000000002\n"u8));
        Assert.Equal(0, RandomAccess.GetLength(file));
    }
}
