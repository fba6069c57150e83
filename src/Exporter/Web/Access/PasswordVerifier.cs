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
    private readonly PasswordHash _compute;
    private readonly Crypt? _crypt;
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="compute">Computes hashes, on that thread alone; null for the system's library.</param>
    internal PasswordVerifier(PasswordHash? compute)
    {
        _crypt = compute is null ? Crypt.TryOpen() : null;
        _compute = compute ?? Compute;
        _thread = new Thread(Run) { IsBackground = true, Name = "passwords" };
        _thread.Start();
    }

    /// <summary>Starts the thread.</summary>
    /// <returns>The verifier; null when the system has no bcrypt.</returns>
    public static PasswordVerifier? TryStart()
    {
        var verifier = new PasswordVerifier(compute: null);
        if (verifier._crypt is not null) return verifier;
        verifier.Dispose();
        return null;
    }

    /// <summary>Compares.</summary>
    /// <param name="password">What somebody sent.</param>
    /// <param name="hash">The hash to compare with, or only its setting, which is always wrong and takes as long.</param>
    /// <param name="cost">What a wrong password costs, where that is more than the hash does.</param>
    /// <returns>The verdict, at once when the queue is full.</returns>
    public Task<PasswordVerdict> VerifyAsync(byte[] password, string hash, int cost = 0)
    {
        var job = new Job(password, hash, cost, new TaskCompletionSource<PasswordVerdict>(TaskCreationOptions.RunContinuationsAsynchronously));
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
            var isRight = !_jobs.IsAddingCompleted && _compute(job.Password, job.Hash) is { } hash && FixedTime.AreEqual(MemoryMarshal.AsBytes(hash.AsSpan()), MemoryMarshal.AsBytes(job.Hash.AsSpan()));
            if (!isRight) Fill(job);
            job.Verdict.SetResult(isRight ? PasswordVerdict.Right : PasswordVerdict.Wrong);
        }
    }

    /// <summary>Each cost is twice the one before, so that one of each from that of the hash on comes to what the highest costs.</summary>
    private void Fill(Job job)
    {
        for (var cost = BcryptHash.Cost(job.Hash); cost < job.Cost && !_jobs.IsAddingCompleted; cost++) _ = _compute(job.Password, BcryptHash.Setting(job.Hash, cost));
    }

    private string? Compute(ReadOnlySpan<byte> password, string setting) => _crypt!.Hash(password, setting);

    /// <summary>setpriority(2).</summary>
    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int priority);

    private sealed record Job(byte[] Password, string Hash, int Cost, TaskCompletionSource<PasswordVerdict> Verdict);
}
