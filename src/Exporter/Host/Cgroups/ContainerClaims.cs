using Wattshare.Attribution.Model;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// Which groups are the containers that their names say. A name is all that tells a container, and whoever may make groups (a user with
/// systemd's delegation) can give one of his the id of somebody else's container. So where several groups have the same id, the place that
/// only root can make groups in is the true one, then a unit, then what a user made, and of equal ones that which was there first; and
/// an id that was once seen where root makes groups is never believed elsewhere. The others count with the group above them.
/// Several where only root makes groups (Kata has two for one sandbox) are one container. Sampling thread only.
/// </summary>
/// <param name="faults">Told about groups that are not what they say.</param>
internal sealed class ContainerClaims(FaultLog faults)
{
    private const string Subject = "the container of a cgroup";
    private const int MaxRemembered = 4096;

    private readonly Dictionary<string, List<CgroupNode>> _claims = new(StringComparer.Ordinal);
    private readonly HashSet<string> _trusted = new(StringComparer.Ordinal);
    private readonly Queue<string> _remembered = [];
    private CgroupNode? _newest;
    private int _doubted;

    /// <summary>The groups that are containers.</summary>
    public List<CgroupNode> Believed { get; } = [];

    /// <summary>Tells what a group would be that came now.</summary>
    /// <param name="id">The id that it has by its name.</param>
    /// <param name="trust">How far its place is trusted.</param>
    /// <returns>True when it would not be that container.</returns>
    public bool Doubts(string id, ContainerTrust trust)
    {
        if (trust == ContainerTrust.Root) return false;
        if (_trusted.Contains(id)) return true;
        if (!_claims.TryGetValue(id, out var claims)) return false;
        foreach (var claim in claims)
            if (claim.Trust <= trust) return true;
        return false;
    }

    /// <summary>Takes in a group that was found.</summary>
    /// <param name="node">The group.</param>
    public void Enter(CgroupNode node)
    {
        if (node.ContainerId is not { } id) return;
        if (!_claims.TryGetValue(id, out var claims)) _claims.Add(id, claims = new List<CgroupNode>(1));
        claims.Add(node);
        if (node.Trust == ContainerTrust.Root) Remember(id);
        if (node.IsDoubted) NoteDoubt(node);
        else Believed.Add(node);
        if (claims.Count > 1) Settle(id, claims);
    }

    /// <summary>Takes out a group that is gone; what it was, it was to the end.</summary>
    /// <param name="node">The group.</param>
    public void Leave(CgroupNode node)
    {
        if (node.ContainerId is not { } id || !_claims.TryGetValue(id, out var claims) || !claims.Remove(node)) return;
        if (node.IsDoubted) _doubted--;
        else Believed.Remove(node);
        if (claims.Count == 0) _claims.Remove(id);
        else Settle(id, claims);
    }

    /// <summary>Says what is doubted once all groups were looked at: a container that moved may have been in two places for a moment.</summary>
    public void Report()
    {
        if (_doubted == 0) faults.Recovered(FaultKind.GroupUnreadable, Subject);
        else if (_newest is { IsDoubted: true, Gone: false } node)
        {
            faults.Report(FaultKind.GroupUnreadable, Subject, $"A cgroup has the id of a container that is or was another one, and is not taken for it: {node.Path.Text}. "
                + "Somebody made it who may make groups there; look who runs in it.");
        }

        _newest = null;
    }

    private static bool Precedes(CgroupNode node, CgroupNode other) =>
        (node.Trust, node.FoundInTurn, node.Inode).CompareTo((other.Trust, other.FoundInTurn, other.Inode)) < 0;

    private void Settle(string id, List<CgroupNode> claims)
    {
        var first = claims[0];
        foreach (var claim in claims)
            if (Precedes(claim, first)) first = claim;
        var isTrusted = first.Trust == ContainerTrust.Root;
        var isKnown = isTrusted || !_trusted.Contains(id);
        foreach (var claim in claims) Believe(claim, isTrusted ? claim.Trust == ContainerTrust.Root : isKnown && ReferenceEquals(claim, first));
    }

    private void Believe(CgroupNode node, bool believed)
    {
        if (node.IsDoubted != believed) return;
        node.SetDoubted(!believed);
        if (believed)
        {
            _doubted--;
            Believed.Add(node);
            return;
        }

        Believed.Remove(node);
        NoteDoubt(node);
    }

    private void NoteDoubt(CgroupNode node)
    {
        _doubted++;
        _newest = node;
    }

    /// <summary>Names that people choose are not remembered: two users may each have a container of one name, one after the other.</summary>
    private void Remember(string id)
    {
        if (ContainerIds.Shorten(id).Length == id.Length || !_trusted.Add(id)) return;
        _remembered.Enqueue(id);
        if (_remembered.Count > MaxRemembered) _trusted.Remove(_remembered.Dequeue());
    }
}
