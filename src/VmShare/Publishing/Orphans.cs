using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Publishing;

/// <summary>
/// Finds directories of earlier runs whose machines never came back, and retires them. Their age is that of their heartbeat, or, where
/// the wall clock was set meanwhile, the time they have been watched; none is retired at its first sight, since the machine may be
/// found by the next sample. One caller.
/// </summary>
/// <param name="retirement">Takes the directories back.</param>
/// <param name="options">The times.</param>
/// <param name="time">The clock.</param>
internal sealed class Orphans(Retirement retirement, ShareOptions options, TimeProvider time)
{
    private readonly List<string> _names = [];
    private Dictionary<string, long> _watched = [];
    private long? _searchedAt;

    /// <summary>Searches, when it is time to.</summary>
    /// <param name="root">The root of the share.</param>
    /// <param name="owned">The directories that machines have now.</param>
    public void Search(Folder root, Dictionary<string, VmEntry> owned)
    {
        var now = time.GetTimestamp();
        if (_searchedAt is { } last && time.GetElapsedTime(last, now) < options.SearchPeriod) return;
        _searchedAt = now;
        _names.Clear();
        if (root.List(_names) != Errno.Success) return;
        var watched = new Dictionary<string, long>();
        foreach (var name in _names)
        {
            if (!owned.ContainsKey(name) && !IsRetired(root, name, now)) watched[name] = _watched.GetValueOrDefault(name, now);
        }

        _watched = watched;
    }

    private bool IsRetired(Folder root, string name, long now)
    {
        if (!_watched.TryGetValue(name, out var since) || retirement.DocumentOf(root, name) is not { } document) return false;
        var age = time.GetUtcNow() - document.HeartbeatTime;
        if (age < options.Retention && time.GetElapsedTime(since, now) < options.Retention) return false;
        retirement.Retire(root, name);
        return true;
    }
}
