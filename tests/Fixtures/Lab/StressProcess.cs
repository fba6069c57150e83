using System.Buffers.Binary;
using System.Diagnostics;

namespace Wattshare.Fixtures.Lab;

/// <summary>
/// Runs the program that writes a share as fast as it can (tests/ShareStress, beside the test's own program) and kills it with SIGKILL
/// once it has done its part.
/// </summary>
public static class StressProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the program once.</summary>
    /// <param name="root">The root of the share; the machine's directory in it is <c>stress</c>.</param>
    /// <param name="progress">A file for the number of updates.</param>
    /// <param name="updates">How many updates are wanted before the kill.</param>
    /// <param name="published">A file that appears when the share is published.</param>
    /// <param name="whenPublished">Called again and again from then on.</param>
    /// <returns>How many updates were made, at least <paramref name="updates"/>.</returns>
    /// <exception cref="InvalidOperationException">The program ended by itself.</exception>
    /// <exception cref="TimeoutException">It was too slow by far.</exception>
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
                if (process.HasExited) throw new InvalidOperationException($"The writer ended by itself: {await process.StandardError.ReadToEndAsync()}");
                if (patience.IsCancellationRequested) throw new TimeoutException($"Only {done} updates in {Patience}.");
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
