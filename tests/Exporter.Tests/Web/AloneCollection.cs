namespace Wattshare.Exporter.Tests.Web;

/// <summary>Tests that look at the whole process and therefore run when no other does.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
