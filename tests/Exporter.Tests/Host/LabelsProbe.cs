using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>A directory of containers that a test fills.</summary>
internal sealed class LabelsProbe : IContainerDirectory
{
    public Dictionary<string, ContainerLabels> Known { get; } = [];

    public bool TryGet(string id, string podUid, [NotNullWhen(true)] out ContainerLabels? labels) => Known.TryGetValue(id, out labels);
}
