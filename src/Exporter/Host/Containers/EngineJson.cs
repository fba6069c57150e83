using System.Text.Json.Serialization;

namespace Wattshare.Exporter.Host.Containers;

/// <summary>Reading of the engine's JSON without reflection, as the program is published trimmed.</summary>
[JsonSerializable(typeof(IReadOnlyList<EngineContainer?>))]
internal sealed partial class EngineJson : JsonSerializerContext;
