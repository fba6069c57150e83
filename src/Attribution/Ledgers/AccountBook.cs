namespace Wattshare.Attribution.Ledgers;

/// <summary>
/// The accounts of one kind, by identity. An account whose owner has been gone for a while is folded into one row for all that
/// ended, so that the sum never falls and the number of rows stays bounded. One thread.
/// </summary>
internal sealed class AccountBook
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly List<string> _retiring = [];
    private KeyValuePair<string, Account>[]? _ordered;

    /// <summary>What retired accounts got, or null before the first was retired.</summary>
    public Account? Retired { get; private set; }

    /// <summary>The accounts ordered by identity.</summary>
    public ReadOnlySpan<KeyValuePair<string, Account>> Ordered =>
        _ordered ??= [.. _accounts.OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    /// <summary>Finds or opens an account.</summary>
    /// <param name="key">The identity.</param>
    /// <returns>The account.</returns>
    public Account Get(string key)
    {
        if (_accounts.TryGetValue(key, out var account)) return account;
        account = new Account();
        _accounts.Add(key, account);
        _ordered = null;
        return account;
    }

    /// <summary>Begins an interval in every account.</summary>
    public void BeginInterval()
    {
        Retired?.BeginInterval();
        foreach (var (_, account) in Ordered) account.BeginInterval();
    }

    /// <summary>Ends an interval: accounts that ended long enough ago are retired.</summary>
    /// <param name="timestampNanoseconds">The instant of the sample.</param>
    /// <param name="retentionNanoseconds">How long an ended account keeps its own row.</param>
    public void EndInterval(long timestampNanoseconds, long retentionNanoseconds)
    {
        foreach (var (key, account) in Ordered)
        {
            account.EndInterval(timestampNanoseconds);
            if (account.EndedAt is { } ended && timestampNanoseconds - ended > retentionNanoseconds) _retiring.Add(key);
        }

        foreach (var key in _retiring) Retire(key);
        _retiring.Clear();
    }

    private void Retire(string key)
    {
        if (!_accounts.Remove(key, out var account)) return;
        _ordered = null;
        Retired ??= new Account();
        Retired.Absorb(account);
    }
}
