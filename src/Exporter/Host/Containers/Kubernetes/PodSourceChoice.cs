using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Web.Access;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Who is asked for the names of pods: what the settings say, or what there is.</summary>
/// <param name="options">The settings.</param>
/// <param name="rootfs">The prefix of host files.</param>
/// <param name="faults">Told when what was wanted cannot be used; names then come from files.</param>
/// <param name="logger">Told which it is.</param>
[SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "A source owns its client, and who asked for the choice disposes of the source.")]
internal sealed partial class PodSourceChoice(KubernetesOptions options, string rootfs, FaultLog faults, ILogger logger)
{
    private const int KubeletPort = 10250;
    private const int ServerPort = 443;
    private const string Subject = "kubernetes.labels";

    /// <summary>Where token and authorities are.</summary>
    public ServiceAccountFiles Account { get; init; } = ServiceAccountFiles.Usual;

    /// <summary>Whether there can be TLS.</summary>
    public Func<bool> HasOpenSsl { get; init; } = NativeLibraries.HasOpenSsl;

    /// <summary>Who it is, in words; empty before <see cref="Make"/>, and when there is nobody.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Chooses. Only the presence of files is looked at.</summary>
    /// <param name="limits">How often it is asked and how far it is trusted.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The source, to be disposed of; null when there is none, or none is wanted.</returns>
    public IPodSource? Make(PodLimits limits, TimeProvider time) => Kind() switch
    {
        KubernetesLabels.Api => (IPodSource?)MakeApi(limits, time) ?? MakeFiles(limits),
        KubernetesLabels.Kubelet => (IPodSource?)MakeKubelet(limits, time) ?? MakeFiles(limits),
        KubernetesLabels.Files => MakeFiles(limits),
        _ => null,
    };

    private KubernetesLabels Kind()
    {
        if (options.Labels != KubernetesLabels.Auto) return options.Labels;
        if (options.Cluster.ServiceHost.Length > 0 && File.Exists(Account.TokenPath)) return KubernetesLabels.Api;
        return Directory.Exists(PodLogSource.PodsOf(rootfs)) ? KubernetesLabels.Files : KubernetesLabels.Off;
    }

    private ApiPodSource? MakeApi(PodLimits limits, TimeProvider time)
    {
        if (options.Cluster.ServiceHost.Length == 0) return Refuse<ApiPodSource>("api needs the API server's address in KUBERNETES_SERVICE_HOST, which pods have");
        if (Connect(options.Cluster.ServiceHost, options.Cluster.ServicePort, ServerPort, time) is not { } client) return null;
        Tell("the API server at " + client.Origin);
        return new ApiPodSource(client, options.NodeName, limits, time, faults);
    }

    private KubeletPodSource? MakeKubelet(PodLimits limits, TimeProvider time)
    {
        var host = options.Cluster.NodeAddress.Length > 0 ? options.Cluster.NodeAddress : options.NodeName;
        if (Connect(host, "", KubeletPort, time) is not { } client) return null;
        Tell("the kubelet at " + client.Origin);
        return new KubeletPodSource(client, limits, faults);
    }

    private PodLogSource MakeFiles(PodLimits limits)
    {
        Tell("the names of files in " + PodLogSource.PodsOf(rootfs));
        return new PodLogSource(rootfs, limits, faults);
    }

    private ClusterClient? Connect(string host, string port, int usualPort, TimeProvider time)
    {
        if (!HasOpenSsl()) return Refuse<ClusterClient>("TLS needs OpenSSL, which is missing; install libssl3");
        var number = usualPort;
        if (port.Length > 0 && !(int.TryParse(port, out number) && number is > 0 and <= ushort.MaxValue)) number = usualPort;
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return Uri.CheckHostName(name) == UriHostNameType.Unknown
            ? Refuse<ClusterClient>($"{Printable.Quote(host)} is no address; see KUBERNETES_SERVICE_HOST, NODE_IP and --kubernetes.node")
            : new ClusterClient(new UriBuilder(Uri.UriSchemeHttps, name, number).Uri, Account, time);
    }

    private void Tell(string source)
    {
        Source = source;
        LogSource(source);
    }

    private T? Refuse<T>(string what)
        where T : class
    {
        faults.Report(FaultKind.KubernetesUnavailable, Subject, $"Names of pods are taken from files instead: {what}.");
        return null;
    }

    [LoggerMessage(EventIds.PodSource, LogLevel.Information, "Names of pods come from {Source}")]
    private partial void LogSource(string source);
}
