using System.Collections.Immutable;

namespace Wattshare.Exporter.Web.Access;

/// <summary>What came of reading a web configuration file.</summary>
/// <param name="Config">The configuration, or null when there is a fault.</param>
/// <param name="Faults">Every fault, one line each, with file and line.</param>
internal readonly record struct WebConfigResult(WebConfig? Config, ImmutableArray<string> Faults);
