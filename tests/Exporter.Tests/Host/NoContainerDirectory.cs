using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>The directory where there is no engine to ask: containers keep their ids.</summary>
internal sealed class NoContainerDirectory : IContainerDirectory
{
    /// <summary>The one instance; it has no state.</summary>
    public static NoContainerDirectory Instance { get; } = new();

    /// <inheritdoc/>
    public bool TryGet(string id, string podUid, [NotNullWhen(true)] out ContainerLabels? labels)
    {
        labels = null;
        return false;
    }
}
