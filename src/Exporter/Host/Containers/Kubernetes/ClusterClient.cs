using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// Asks the API server, or the kubelet, over TLS with the token of the service account. Token and authorities are read anew for each
/// question, as they change while the program runs. One caller at a time.
/// </summary>
/// <param name="origin">Whom to ask.</param>
/// <param name="files">Where token and authorities are.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class ClusterClient(Uri origin, ServiceAccountFiles files, TimeProvider time) : IDisposable
{
    private string? _authorities;
    private HttpClient? _http;

    /// <summary>Whom it asks, for the log.</summary>
    public string Origin { get; } = origin.GetLeftPart(UriPartial.Authority);

    /// <summary>Asks once.</summary>
    /// <param name="path">What for, with its query.</param>
    /// <param name="right">What is to be granted to who may not ask that.</param>
    /// <param name="limit">The longest time for all of it.</param>
    /// <param name="read">Reads the reply, which is disposed of afterwards, and says what is wrong with it.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Why it failed, or null.</returns>
    public async Task<ClusterFailure?> AskAsync(
        string path, string right, TimeSpan limit, Func<Stream, CancellationToken, Task<ClusterFailure?>> read, CancellationToken cancellation)
    {
        if (Prepare() is { } unprepared) return unprepared;
        if (files.ReadToken() is not { } token) return new($"{files.TokenPath} has no token; see whether the pod's account is mounted (automountServiceAccountToken)");
        using var late = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(origin, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var reply = await _http!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            if (!reply.IsSuccessStatusCode) return ClusterFailure.Of(reply.StatusCode, right);
            await using var body = await reply.Content.ReadAsStreamAsync(stop.Token);
            return await read(body, stop.Token);
        }
        catch (Exception error) when (ClusterFailure.IsExpected(error) && !cancellation.IsCancellationRequested)
        {
            return ClusterFailure.Of(error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http?.Dispose();

    /// <summary>Takes over the authorities, if they changed: what is connected goes on with those of before until then.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The HTTP client owns the handler.")]
    private ClusterFailure? Prepare()
    {
        if (files.ReadAuthorities() is not { } authorities) return new($"{files.AuthoritiesPath} cannot be read; see whether the pod's account is mounted (automountServiceAccountToken)");
        if (authorities == _authorities) return null;
        if (!ClusterHandler.TryMake(authorities, out var handler)) return new($"{files.AuthoritiesPath} has no certificate in it; see what wrote it");
        _http?.Dispose();
        _http = new HttpClient(handler!, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        _authorities = authorities;
        return null;
    }
}
