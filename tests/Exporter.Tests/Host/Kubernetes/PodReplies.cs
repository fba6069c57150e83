using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

/// <summary>Replies as an API server gives them, shortened where nothing of this program looks.</summary>
internal static class PodReplies
{
    public const string Uid = HostContainerPaths.PodUid;
    public const string MirrorUid = "0c5c3f5e-1111-4222-8333-944455556666";
    public const string Hash = "8a5d4f1f7ef3a7b2e1c0d9f8a7b6c5d4";

    /// <summary>A 64-digit id of one digit.</summary>
    public static string Id(char digit) => new(digit, 64);

    /// <summary>Two ordinary containers, of which one was restarted, an init container and an ephemeral one. No status of the second yet.</summary>
    public static string Web(string version = "101", char now = 'a', char before = 'b') => $$$$$"""
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-0","generateName":"web-","namespace":"prod","uid":"{{{{{Uid}}}}}","resourceVersion":"{{{{{version}}}}}",
        "labels":{"app":"web","name":"not-this"},"annotations":{"note":"\"}],[{ \\","kubectl.kubernetes.io/last-applied-configuration":"{\"metadata\":{\"name\":\"other\"}}"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"StatefulSet","name":"web","uid":"11111111-2222-3333-4444-555555555555","controller":true}],
        "managedFields":[{"manager":"kubelet","operation":"Update","fieldsV1":{"f:status":{"f:containerStatuses":{}}}}]},
        "spec":{"volumes":[{"name":"data"}],"initContainers":[{"name":"setup","image":"busybox:1.36"}],
        "containers":[{"name":"app","image":"registry.example/web:1.2","ports":[{"name":"http","containerPort":80}],"resources":{"requests":{"cpu":"500m"}}},{"image":"envoy:2","name":"proxy"},{"name":"late","image":"late:1"}],
        "ephemeralContainers":[{"name":"debugger","image":"busybox"}],"nodeName":"node-1"},
        "status":{"phase":"Running","hostIP":"10.0.0.1","podIPs":[{"ip":"10.1.0.7"}],
        "initContainerStatuses":[{"name":"setup","state":{"terminated":{"exitCode":0,"containerID":"containerd://{{{{{Id('1')}}}}}"}},"lastState":{},"containerID":"containerd://{{{{{Id('1')}}}}}"}],
        "containerStatuses":[{"name":"app","state":{"running":{"startedAt":"2026-11-21T10:00:00Z"}},"lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled","containerID":"containerd://{{{{{Id(before)}}}}}"}},
        "ready":true,"restartCount":1,"image":"sha256:0123","imageID":"x","containerID":"containerd://{{{{{Id(now)}}}}}"},
        {"name":"proxy","lastState":{},"containerID":"cri-o://{{{{{Id('c')}}}}}"},{"name":"late","state":{"waiting":{"reason":"ContainerCreating"}},"containerID":""}],
        "ephemeralContainerStatuses":[{"name":"debugger","containerID":"docker://{{{{{Id('e')}}}}}"}]}}
        """;

    /// <summary>The mirror of a static pod: its uid is the API server's, its hash is in the paths.</summary>
    public static string Mirror(string uid = MirrorUid) => $$$$$"""
        {"metadata":{"name":"etcd-node-1","namespace":"kube-system","uid":"{{{{{uid}}}}}","resourceVersion":"90","annotations":{"kubernetes.io/config.hash":"{{{{{Hash}}}}}","kubernetes.io/config.mirror":"{{{{{Hash}}}}}",
        "kubernetes.io/config.source":"file"}},"spec":{"containers":[{"name":"etcd","image":"registry.k8s.io/etcd:3.5"}]},"status":{"containerStatuses":[{"name":"etcd","containerID":"containerd://{{{{{Id('d')}}}}}"}]}}
        """;

    /// <summary>A small pod.</summary>
    public static string Small(string name, string uid = "aaaaaaaa-0000-4000-8000-000000000001", string space = "prod", string version = "77") =>
        $$"""{"metadata":{"name":"{{name}}","namespace":"{{space}}","uid":"{{uid}}","resourceVersion":"{{version}}"},"spec":{},"status":{} }""";

    public static string List(string version, string next, params string[] pods) =>
        $$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"{{version}}","continue":"{{next}}","remainingItemCount":1},"items":[{{string.Join(",\n", pods)}}]}""";

    public static string Event(string type, string pod) => $$"""{"type":"{{type}}","object":{{pod}}}""" + "\n";

    public static string Bookmark(string version) =>
        Event("BOOKMARK", $$"""{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"{{version}}"},"spec":{"containers":null},"status":{} }""");

    public static string Status(int code, string reason) =>
        $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"{{reason}}","code":{{code}}}""";
}
