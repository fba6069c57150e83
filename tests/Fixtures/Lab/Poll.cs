using System.Diagnostics;

namespace Wattshare.Fixtures.Lab;

/// <summary>Waits for real things, which take as long as they take: the limits say "something is broken" and measure no speed.</summary>
public static class Poll
{
    /// <summary>Waits until a question is answered.</summary>
    /// <typeparam name="T">The kind of answer.</typeparam>
    /// <param name="ask">The question; null means not yet. Refused connections and files that are not there mean the same.</param>
    /// <param name="timeout">When to give up.</param>
    /// <param name="describe">What was waited for and what is known, for the message.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="TimeoutException">There was none.</exception>
    public static async Task<T> ForAsync<T>(Func<Task<T?>> ask, TimeSpan timeout, Func<string> describe)
        where T : class
    {
        var begin = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await ask() is { } answer) return answer;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                // Not there yet.
            }

            if (Stopwatch.GetElapsedTime(begin) > timeout) throw new TimeoutException($"Waited {timeout} in vain for {describe()}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until something is true.</summary>
    /// <param name="ask">The question. Refused connections and files that are not there mean no.</param>
    /// <param name="timeout">When to give up.</param>
    /// <param name="describe">What was waited for and what is known, for the message.</param>
    /// <returns>A task that ends when it is true.</returns>
    /// <exception cref="TimeoutException">It never was.</exception>
    public static Task UntilAsync(Func<Task<bool>> ask, TimeSpan timeout, Func<string> describe) =>
        ForAsync(async () => await ask() ? string.Empty : null, timeout, describe);

    /// <summary>Waits until something is true.</summary>
    /// <param name="ask">The question. Files that are not there mean no.</param>
    /// <param name="timeout">When to give up.</param>
    /// <param name="describe">What was waited for and what is known, for the message.</param>
    /// <returns>A task that ends when it is true.</returns>
    /// <exception cref="TimeoutException">It never was.</exception>
    public static Task UntilAsync(Func<bool> ask, TimeSpan timeout, Func<string> describe) =>
        UntilAsync(() => Task.FromResult(ask()), timeout, describe);
}
