using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Sampling;

/// <summary>
/// One reading of the memory traffic of one monitoring or control group of resctrl. What a control group shows holds its monitoring groups
/// (https://docs.kernel.org/filesystems/resctrl.html).
/// </summary>
/// <param name="Monitor">A number that the host reader gives to each of them, above 0 and never used twice.</param>
/// <param name="Control">The control group that a monitoring group is in, or 0 for a control group.</param>
/// <param name="Target">The group, or the container with all groups in it, that all of its tasks belong to, or null when there is not one.</param>
/// <param name="Bytes">Bytes since it began; negative when they could not be read.</param>
public readonly record struct TrafficReading(long Monitor, long Control, GroupInfo? Target, long Bytes);
