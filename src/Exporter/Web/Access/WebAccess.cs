using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Web.Access;

/// <summary>
/// The web configuration in force. The files are looked at again when somebody asks, at most once a second, and what changed is in force from
/// then on; what is not valid is reported and the last valid one stays. Any thread.
/// </summary>
internal sealed class WebAccess : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _reloading = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private WebAccessState _state;
    private long _lookedAt;

    private WebAccess(string path, WebAccessState state, PasswordVerifier? verifier, TimeProvider time)
    {
        _path = path;
        _state = state;
        _time = time;
        _lookedAt = time.GetTimestamp();
        UsesTls = state.Tls is not null;
        Http2 = state.Config.Http2;
        Verifier = verifier;
        Passwords = verifier is null ? null : new PasswordCheck(verifier);
    }

    /// <summary>Where faults of a later change are reported; set once, before the first request.</summary>
    public FaultLog? Faults { get; set; }

    /// <summary>Whether it speaks TLS. A listening address cannot change that while it runs.</summary>
    public bool UsesTls { get; }

    /// <summary>Whether HTTP/2 is offered. It cannot change either.</summary>
    public bool Http2 { get; }

    /// <summary>Knows the users' passwords; null when there is no bcrypt, and then no valid configuration has users.</summary>
    public PasswordCheck? Passwords { get; }

    private PasswordVerifier? Verifier { get; }

    /// <summary>Opens a web configuration file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="faults">Every fault; empty when it was opened.</param>
    /// <returns>The configuration in force, or null.</returns>
    public static WebAccess? Open(string path, TimeProvider time, out IReadOnlyList<string> faults)
    {
        if (WebAccessState.Load(path, null, out faults) is not { } state) return null;
        var verifier = PasswordVerifier.TryStart();
        if (MissingBcrypt(state, verifier is not null) is { } fault)
        {
            verifier?.Dispose();
            faults = [$"{Options.Printable.Clean(path)}: {fault}"];
            return null;
        }

        return new WebAccess(path, state, verifier, time);
    }

    /// <summary>What is in force now.</summary>
    /// <returns>The state; the same object as long as nothing changed.</returns>
    public WebAccessState Current()
    {
        var looked = Volatile.Read(ref _lookedAt);
        if (_time.GetElapsedTime(looked) >= Pause && _reloading.TryEnter())
        {
            try
            {
                Volatile.Write(ref _lookedAt, _time.GetTimestamp());
                Reload();
            }
            finally
            {
                _reloading.Exit();
            }
        }

        return Volatile.Read(ref _state);
    }

    /// <inheritdoc/>
    public void Dispose() => Verifier?.Dispose();

    private void Reload()
    {
        var loaded = WebAccessState.Load(_path, _state, out var faults);
        var fault = loaded is null ? string.Join("; ", faults) : MissingBcrypt(loaded, Passwords is not null) ?? (loaded.Tls is not null == UsesTls ? null : "TLS cannot be switched on or off while wattshare runs; restart it");
        if (fault is not null)
        {
            Faults?.Report(FaultKind.WebConfigUnusable, _path, $"The changed web configuration is not used, the last valid one stays in force: {fault}");
            return;
        }

        Faults?.Recovered(FaultKind.WebConfigUnusable, _path);
        Volatile.Write(ref _state, loaded!);
    }

    private static string? MissingBcrypt(WebAccessState state, bool has) =>
        state.Config.Users.Count == 0 || has ? null
            : "basic_auth_users needs a libcrypt that knows bcrypt, and libcrypt.so.1 of this system is missing or older; install libxcrypt (Debian: libcrypt1)";
}
