using System.Diagnostics;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>The object that is committed is what its source builds. Needs clang, llvm and libbpf-dev, which ./test installs.</summary>
public sealed class BpfObjectTests
{
    [Fact]
    public void The_committed_object_is_built_from_its_source()
    {
        var folder = Path.Combine(Wattshare.Fixtures.Lab.RepositoryPaths.Root, "src/Exporter/Host/Bpf/kernel");
        var target = Path.GetTempFileName();
        try
        {
            using var build = Process.Start(new ProcessStartInfo("/bin/sh") { ArgumentList = { Path.Combine(folder, "build"), target }, RedirectStandardError = true })!;
            var error = build.StandardError.ReadToEnd();
            build.WaitForExit();
            Assert.True(build.ExitCode == 0, error);
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "wattshare.bpf.o")), File.ReadAllBytes(target));
        }
        finally
        {
            File.Delete(target);
        }
    }

    [Fact]
    public void The_program_carries_the_committed_object()
    {
        using var stream = typeof(Wattshare.Exporter.Host.Bpf.BpfTaskFeed).Assembly.GetManifestResourceStream("wattshare.bpf.o")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Wattshare.Fixtures.Lab.RepositoryPaths.Root, "src/Exporter/Host/Bpf/kernel/wattshare.bpf.o")), bytes);
    }
}
