using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration;

/// <summary>What an exporter answers that was started by another program, which gave it fewer rights.</summary>
internal static class ConfinedAnswers
{
    /// <summary>Waits until it is ready and a condition holds.</summary>
    /// <param name="port">Where it listens on the loopback interface.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="log">What it logged so far, for the message.</param>
    /// <returns>The metrics for which it holds.</returns>
    public static async Task<MetricsText> MetricsAsync(int port, Func<MetricsText, bool> condition, Func<string> log)
    {
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        return await Poll.ForAsync(
            async () =>
            {
                using var answer = await client.GetAsync(new Uri("/-/ready", UriKind.Relative));
                if (!answer.IsSuccessStatusCode) return null;
                var metrics = MetricsText.Parse(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
                return condition(metrics) ? metrics : null;
            },
            TimeSpan.FromSeconds(60),
            () => $"the exporter to be ready:\n{log()}");
    }
}
