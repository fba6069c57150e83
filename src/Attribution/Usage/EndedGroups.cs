using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Usage;

/// <summary>
/// What groups used between their last reading and their end. Nobody can read a group that is gone, but the group that contained it has
/// its time: what that one shows beyond the groups and processes that are in it is what those that ended used last. So the end of
/// a container is the container's, also where it lived for little longer than one interval. Several that ended at once share it by what
/// they used in the interval before. A group that began and ended between two samples has no reading; its time goes with theirs,
/// or stays with the group that contained it, unless a source tells of its processes themselves. One thread; allocates nothing in steady state.
/// </summary>
internal sealed class EndedGroups
{
    private readonly Buffer<GroupState> _ended = new();

    /// <summary>Begins an interval.</summary>
    public void Clear() => _ended.Clear();

    /// <summary>Notes a group that is gone.</summary>
    /// <param name="group">The group.</param>
    /// <param name="container">The group that contains it, which is still there.</param>
    public void Note(GroupState group, GroupState container)
    {
        container.EndedWeight += WeightOf(group);
        group.Container = container;
        _ended.Add(group);
    }

    /// <summary>Hands over what the remaining groups cannot explain. Groups have their own time and the sum of claims.</summary>
    public void Settle()
    {
        // Groups of one container follow one another only by chance, so each container's parts are cut by its own running sum.
        foreach (var group in _ended.Items)
        {
            var container = group.Container!;
            if (container.EndedWeight == 0) continue;
            var rest = Math.Max(0, container.Own - container.MemberSum);
            var part = (long)((Int128)rest * WeightOf(group) / container.EndedWeight);
            container.EndedWeight -= WeightOf(group);
            container.Own -= part;
            group.Own += part;
        }

        _ended.Clear();
    }

    /// <summary>At least one, so that groups that were idle until their end are not left out.</summary>
    private static long WeightOf(GroupState group) => Math.Max(1, group.Recent);
}
