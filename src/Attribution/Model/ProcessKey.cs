namespace Wattshare.Attribution.Model;

/// <summary>The identity of a process: its id alone is used again by the kernel, together with the start time it is not.</summary>
/// <param name="Pid">The process id in the host's namespace.</param>
/// <param name="StartTicks">The start time after boot in clock ticks, field 22 of <c>/proc/PID/stat</c> (proc(5)).</param>
public readonly record struct ProcessKey(int Pid, long StartTicks);
