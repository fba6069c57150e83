using System.Runtime.InteropServices;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Ledgers;

/// <summary>
/// Who is shown under which labels. Accounts of equal labels are one series, their sum, and whoever reads a counter takes a fall for a reset
/// and counts all of it once more. So a series that goes on never loses what it had: what was retired stays under its labels while another
/// account has them, and an account changes its labels only where it is the one that has them and nobody has the new ones. One thread.
/// </summary>
internal sealed class SeriesHolders
{
    private readonly Dictionary<OwnerLabels, int> _counts = [];
    private readonly Dictionary<OwnerLabels, Account> _remains = [];
    private readonly HashSet<OwnerLabels> _left = [];
    private readonly Buffer<Account> _ordered = new();

    /// <summary>What was retired of series that go on, one account each.</summary>
    public ReadOnlySpan<Account> Remains => _ordered.Items;

    /// <summary>Begins the changes of one interval, once everybody who was born in it has joined.</summary>
    public void BeginChanges() => _left.Clear();

    /// <summary>Counts one more account under its labels.</summary>
    /// <param name="labels">The labels.</param>
    public void Join(OwnerLabels labels) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, labels, out _)++;

    /// <summary>Tells whether an account may be shown under other labels.</summary>
    /// <param name="from">Those that it has.</param>
    /// <param name="to">Those that it would have.</param>
    /// <returns>
    /// False where a series would fall, or jump by what was counted in another; also where the series of the new labels ended in this interval,
    /// since nobody would see that it did.
    /// </returns>
    public bool CanMove(OwnerLabels from, OwnerLabels to) => _counts.GetValueOrDefault(from) == 1 && !_counts.ContainsKey(to) && !_left.Contains(to);

    /// <summary>Counts one account less under its labels.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="remains">What was retired of the series, when it ends with this account; to be retired for good.</param>
    /// <returns>True when another account has the labels, so that the series goes on.</returns>
    public bool Leave(OwnerLabels labels, out Account? remains)
    {
        remains = null;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, labels, out _);
        if (--count > 0) return true;
        _counts.Remove(labels);
        _left.Add(labels);
        if (_remains.Remove(labels, out remains)) Order();
        return false;
    }

    /// <summary>Keeps the energy of an account that is given up in its series, which goes on.</summary>
    /// <param name="account">The account.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="timestampNanoseconds">The instant of the sample.</param>
    public void Keep(Account account, OwnerLabels labels, long timestampNanoseconds)
    {
        if (!_remains.TryGetValue(labels, out var remains))
        {
            _remains.Add(labels, remains = account.Describe());
            remains.EndInterval(timestampNanoseconds);
            Order();
        }

        remains.Absorb(account);
    }

    private void Order()
    {
        _ordered.Clear();
        foreach (var account in _remains.Values) _ordered.Add(account);
    }
}
