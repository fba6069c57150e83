using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Web.Access;

/// <summary>
/// Compares passwords with bcrypt hashes, one at a time on a thread of the lowest priority: a hash takes a tenth of a second on purpose,
/// and a flood of guesses must cost who sends them and not the sampler. Who does not get a place in the short queue is told to come back. Any thread.
/// </summary>
internal sealed partial class PasswordVerifier : IDisposable
{
    /// <summary>As many wait at most; at a cost of 10 the last of them waits for about a second.</summary>
    public const int Places = 16;

    private const int LowestPriority = 19;

    private readonly BlockingCollection<Job> _jobs = new(Places);
    private readonly Crypt? _crypt = Crypt.TryOpen();
    private readonly Thread _thread;

    private PasswordVerifier() => _thread = new Thread(Run) { IsBackground = true, Name = "passwords" };

    /// <summary>Starts the thread.</summary>
    /// <returns>The verifier; null when the system has no bcrypt.</returns>
    public static PasswordVerifier? TryStart()
    {
        var verifier = new PasswordVerifier();
        verifier._thread.Start();
        if (verifier._crypt is not null) return verifier;
        verifier.Dispose();
        return null;
    }

    /// <summary>Compares.</summary>
    /// <param name="password">What somebody sent.</param>
    /// <param name="hash">The hash to compare with, or only its setting, which is always wrong and takes as long.</param>
    /// <returns>The verdict, at once when the queue is full.</returns>
    public Task<PasswordVerdict> VerifyAsync(byte[] password, string hash)
    {
        var job = new Job(password, hash, new TaskCompletionSource<PasswordVerdict>(TaskCreationOptions.RunContinuationsAsynchronously));
        return _jobs.IsAddingCompleted || !_jobs.TryAdd(job) ? Task.FromResult(PasswordVerdict.Busy) : job.Verdict.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        _thread.Join();
        _jobs.Dispose();
        _crypt?.Dispose();
    }

    private void Run()
    {
        // Of this thread alone: Linux has a priority for each. A refusal changes nothing that could be mended.
        _ = SetPriority(0, 0, LowestPriority);
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            var isRight = !_jobs.IsAddingCompleted && _crypt!.Hash(job.Password, job.Hash) is { } hash && FixedTime.AreEqual(MemoryMarshal.AsBytes(hash.AsSpan()), MemoryMarshal.AsBytes(job.Hash.AsSpan()));
            job.Verdict.SetResult(isRight ? PasswordVerdict.Right : PasswordVerdict.Wrong);
        }
    }

    /// <summary>setpriority(2).</summary>
    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int priority);

    private sealed record Job(byte[] Password, string Hash, TaskCompletionSource<PasswordVerdict> Verdict);
}
