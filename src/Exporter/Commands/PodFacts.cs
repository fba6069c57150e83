using System.Globalization;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>Where the names of pods come from, and how asking for them ends, for <c>wattshare check</c>.</summary>
/// <param name="options">Who is to be asked.</param>
/// <param name="rootfs">The prefix of host files.</param>
/// <param name="time">The clock of the limit.</param>
internal sealed class PodFacts(KubernetesOptions options, string rootfs, TimeProvider time)
{
    private const string Subject = "pods";
    private const string ByUid = "pods are shown by uid";

    /// <summary>Where token and authorities are.</summary>
    public ServiceAccountFiles Account { get; init; } = ServiceAccountFiles.Usual;

    /// <summary>The longest time that the report waits for an answer.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Asks once.</summary>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The facts for the report; none where there is no sign of Kubernetes.</returns>
    public async Task<IReadOnlyList<CheckFact>> GatherAsync(CancellationToken cancellation)
    {
        var texts = new FaultTexts();
        var limits = new PodLimits { ListTime = Limit };
        var choice = new PodSourceChoice(options, rootfs, new FaultLog(texts), texts) { Account = Account };
        using var source = choice.Make(limits, time);
        if (source is null) return Without();
        var names = new PodNames(time, limits);
        var step = await AskAsync(source, names, cancellation);
        List<CheckFact> facts = [.. texts.Texts.Select(OfFault)];
        if (step is null) facts.Add(new CheckFact(CheckLevel.Warning, Subject, $"{choice.Source} is slow and did not tell all pods in time; {ByUid} until it has", "see whether it is overloaded"));
        else if (step != PodStep.Failed && names.Count > 0) facts.Add(new CheckFact(CheckLevel.Ok, Subject, Told(names.Count, choice.Source)));
        else if (facts.Count == 0) facts.Add(new CheckFact(CheckLevel.Note, Subject, $"none; their names would come from {choice.Source}"));
        return facts;
    }

    private async Task<PodStep?> AskAsync(IPodSource source, PodNames names, CancellationToken cancellation)
    {
        // A source has a limit for each page of a list; this one is for all of them.
        using var late = new CancellationTokenSource(Limit * 2, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            return await source.StepAsync(names, stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private IReadOnlyList<CheckFact> Without()
    {
        if (options.Labels == KubernetesLabels.Off) return [new CheckFact(CheckLevel.Note, Subject, $"nobody is asked for their names (--kubernetes.labels=off); {ByUid}")];
        if (options.Cluster.ServiceHost.Length == 0) return [];
        var logs = PodLogSource.PodsOf(rootfs);
        return
        [
            new CheckFact(
                CheckLevel.Warning,
                Subject,
                $"this is a pod of Kubernetes without a token and without {logs}; {ByUid}",
                $"let the pod have its service account's token (automountServiceAccountToken), or mount {logs}, read-only"),
        ];
    }

    /// <summary>Advice says what is wrong, and after a semicolon or a full stop what mends it.</summary>
    private static CheckFact OfFault(string advice)
    {
        var semicolon = advice.IndexOf("; ", StringComparison.Ordinal);
        var cut = semicolon < 0 ? advice.IndexOf(". ", StringComparison.Ordinal) : semicolon;
        if (cut < 0) return new CheckFact(CheckLevel.Warning, Subject, advice);
        var fix = advice[(cut + 2)..];
        var end = fix.IndexOf(". ", StringComparison.Ordinal);
        return new CheckFact(CheckLevel.Warning, Subject, advice[..cut], (end < 0 ? fix : fix[..end]).TrimEnd('.'));
    }

    private static string Told(int count, string source) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "pod" : "pods")} named by {source}");
}
