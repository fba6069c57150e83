using Wattshare.Attribution.Model;

namespace Wattshare.VmShare.Documents;

/// <summary>One published counter, as <c>share.json</c> describes it.</summary>
/// <param name="Path">The name of its directory, for example <c>intel-rapl:0</c>.</param>
/// <param name="Name">The name of the zone, for example <c>package-0</c>.</param>
/// <param name="Component">The component that its energy is; <see cref="Component.Platform"/> where the host has only a whole-machine meter.</param>
/// <param name="Method">How the host comes to the energy that the share is a part of.</param>
/// <param name="EnergyMicrojoules">The counter when the document was written: the way back to it if the counter's file is lost.</param>
public readonly record struct ShareZone(string Path, string Name, Component Component, MeasurementMethod Method, long EnergyMicrojoules);
