using System.Buffers.Binary;
using System.Diagnostics;

namespace Wattshare.VmShare.Tests.Support;

/// <summary>Runs the stress program and kills it with SIGKILL once it has done its part.</summary>
internal static class StressProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<long> RunAndKillAsync(string root, string progress, long updates, string published, Action whenPublished)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Join(AppContext.BaseDirectory, "Wattshare.ShareStress.dll"), root, progress },
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            long done = 0;
            while (done < updates)
            {
                Assert.False(process.HasExited, "the writer ended by itself");
                Assert.False(patience.IsCancellationRequested, $"only {done} updates in {Patience}");
                await Task.Delay(5);
                if (File.Exists(published)) whenPublished();
                done = Progress(progress);
            }

            return done;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static long Progress(string path)
    {
        if (!File.Exists(path)) return 0;
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> count = stackalloc byte[sizeof(long)];
        return RandomAccess.Read(handle, count, 0) == count.Length ? BinaryPrimitives.ReadInt64LittleEndian(count) : 0;
    }
}
