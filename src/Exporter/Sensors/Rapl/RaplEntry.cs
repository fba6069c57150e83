namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>One zone directory that was found.</summary>
/// <param name="Address">Its name, taken apart.</param>
/// <param name="Directory">Its full path, as found.</param>
internal readonly record struct RaplEntry(RaplAddress Address, string Directory);
