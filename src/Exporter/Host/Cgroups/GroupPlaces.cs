namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// How many groups are followed: a bound for memory and for the time of a walk. Whoever may make groups in a group of his own (a container, a
/// user, a delegated unit) fills his own part only, and all of them together leave places for the groups that the host and its engines make:
/// nobody hides a new container or virtual machine of others by making directories. Sampling thread only.
/// </summary>
internal sealed class GroupPlaces
{
    /// <summary>How many groups are followed in all.</summary>
    public const int Most = 16_384;

    /// <summary>How many of them may be inside of containers, users' slices and units.</summary>
    public const int MostInside = 12_288;

    /// <summary>How many may be inside of one of those: several times what a whole node of Kubernetes in a container has.</summary>
    public const int MostOfOne = 2_048;

    private const string Full = "there are more than 16384 groups; further ones are counted with the group above them";
    private const string FullInside = "there are more than 2048 groups in a container, in a unit or of a user, or more than 12288 in all of those; "
        + "further ones are counted with the group above them";

    private int _all;
    private int _inside;

    /// <summary>Tells whether a group may be followed.</summary>
    /// <param name="parent">The group that it is in.</param>
    /// <returns>Null when it may, else what to say about it.</returns>
    public string? Refusal(CgroupNode parent)
    {
        if (_all >= Most) return Full;
        return parent.TenantInside is { } tenant && (_inside >= MostInside || tenant.GroupsInside >= MostOfOne) ? FullInside : null;
    }

    /// <summary>Counts a group that is followed.</summary>
    /// <param name="node">The group.</param>
    public void Take(CgroupNode node) => Count(node, 1);

    /// <summary>Counts a group that is gone.</summary>
    /// <param name="node">The group.</param>
    public void Give(CgroupNode node) => Count(node, -1);

    private void Count(CgroupNode node, int more)
    {
        _all += more;
        if (node.Tenant is not { } tenant) return;
        _inside += more;
        tenant.GroupsInside += more;
    }
}
