using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Attribution.Ledgers;

/// <summary>
/// The accounts of one kind, by identity. An account whose owner has been gone for a while is folded into one row for all that
/// ended, so that the sum never falls and the number of rows stays bounded; into one of its own labels while another account has them
/// (<see cref="SeriesHolders"/>). One thread; allocates rows that changed only.
/// </summary>
/// <typeparam name="TRow">The kind of row.</typeparam>
/// <param name="toRow">Makes the row of an account; the account of all that was retired has no owner.</param>
internal sealed class AccountBook<TRow>(Func<Account, TRow> toRow)
    where TRow : class
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly List<string> _retiring = [];
    private readonly List<Account> _waiting = [];
    private readonly SeriesHolders _series = new();
    private KeyValuePair<string, Account>[]? _ordered;
    private ImmutableArray<TRow> _rows = [];
    private Account? _retired;

    /// <summary>The accounts ordered by identity.</summary>
    private ReadOnlySpan<KeyValuePair<string, Account>> Ordered =>
        _ordered ??= [.. _accounts.OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    /// <summary>Finds or opens an account, and takes down who its owner is.</summary>
    /// <param name="key">The identity.</param>
    /// <param name="vm">The owner, when it is a machine.</param>
    /// <param name="container">The owner, when it is a container.</param>
    /// <returns>The account.</returns>
    public Account Get(string key, VmInfo? vm, ContainerInfo? container)
    {
        if (!_accounts.TryGetValue(key, out var account))
        {
            account = new Account();
            _accounts.Add(key, account);
            _ordered = null;
        }

        if (account.Tell(vm, container)) Show(account);
        return account;
    }

    /// <summary>Finds an account.</summary>
    /// <param name="key">The identity.</param>
    /// <returns>The account, or null when there is none.</returns>
    public Account? Find(string key) => _accounts.GetValueOrDefault(key);

    /// <summary>Lists the accounts whose owners are there, ordered by identity.</summary>
    /// <param name="accounts">Where they go.</param>
    public void AddLive(Buffer<Account> accounts)
    {
        foreach (var (_, account) in Ordered)
            if (account.IsLive) accounts.Add(account);
    }

    /// <summary>Adds up what all accounts ever got, those that were retired included.</summary>
    /// <param name="active">To this the energy that follows use is added.</param>
    /// <param name="idle">To this the idle energy that is carried is added.</param>
    public void AddTo(ref ComponentEnergy active, ref ComponentEnergy idle)
    {
        _retired?.AddTo(ref active, ref idle);
        foreach (var (_, account) in Ordered) account.AddTo(ref active, ref idle);
    }

    /// <summary>Begins an interval in every account.</summary>
    public void BeginInterval()
    {
        _retired?.BeginInterval();
        foreach (var (_, account) in Ordered) account.BeginInterval();
    }

    /// <summary>Adds the errors of the interval to every account.</summary>
    /// <param name="budget">What the interval says about them.</param>
    public void Propagate(ErrorBudget budget)
    {
        foreach (var (_, account) in Ordered) account.Propagate(budget);
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

        _series.BeginChanges();
        foreach (var key in _retiring) Retire(key, timestampNanoseconds);
        _retiring.Clear();
        ShowWaiting();
    }

    /// <summary>The rows of all accounts ordered by identity, then what was retired of series that go on, and all else that was retired last.</summary>
    /// <returns>Immutable rows; a row, or the array, in which nothing changed is the same object as before.</returns>
    public ImmutableArray<TRow> ToRows()
    {
        var count = Ordered.Length + _series.Remains.Length + (_retired is null ? 0 : 1);
        var isChanged = count != _rows.Length;
        for (var i = 0; i < count && !isChanged; i++) isChanged = !ReferenceEquals(At(i).Row, _rows[i]);
        if (!isChanged) return _rows;
        var rows = new TRow[count];
        for (var i = 0; i < count; i++) rows[i] = RowOf(At(i));
        return _rows = RowArrays.Freeze(rows);
    }

    private Account At(int index)
    {
        if (index < Ordered.Length) return Ordered[index].Value;
        index -= Ordered.Length;
        return index < _series.Remains.Length ? _series.Remains[index] : _retired!;
    }

    private TRow RowOf(Account account)
    {
        if (account.Row is TRow row) return row;
        row = toRow(account);
        account.Row = row;
        return row;
    }

    /// <summary>Other labels wait for the end of the interval: somebody who is born in it may have them, or those that are given up.</summary>
    private void Show(Account account)
    {
        var told = account.ToldLabels;
        if (account.Labels is null) _series.Join(told);
        else if (account.Labels != told && !_waiting.Contains(account)) _waiting.Add(account);
        account.Show(account.Labels ?? told);
    }

    /// <summary>Shows under new labels whom it can be done for; the others go on waiting.</summary>
    private void ShowWaiting()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var account = _waiting[i];
            var (labels, told) = (account.Labels!.Value, account.ToldLabels);
            if (labels != told)
            {
                if (!_series.CanMove(labels, told)) continue;
                Leave(labels);
                _series.Join(told);
                account.Show(told);
            }

            _waiting.RemoveAt(i);
        }
    }

    private void Retire(string key, long timestampNanoseconds)
    {
        if (!_accounts.Remove(key, out var account)) return;
        _ordered = null;
        _waiting.Remove(account);
        if (account.Labels is { } labels && Leave(labels)) _series.Keep(account, labels, timestampNanoseconds);
        else Fold(account);
    }

    private bool Leave(OwnerLabels labels)
    {
        var goesOn = _series.Leave(labels, out var remains);
        if (remains is not null) Fold(remains);
        return goesOn;
    }

    private void Fold(Account account)
    {
        _retired ??= new Account();
        _retired.Absorb(account);
    }
}
