using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Sampling;

/// <summary>
/// One reading of the CPU time of one process, all threads included. A usage source need not report a process that did not run:
/// a process is alive until a reading says that it ended.
/// </summary>
/// <param name="Process">The process.</param>
/// <param name="CpuNanoseconds">CPU time since the process began, in nanoseconds.</param>
/// <param name="Newborn">
/// True at the first reading of a process that began after the previous sample: all of its time belongs to this interval.
/// False at the first reading of an older one: that reading is only a baseline.
/// </param>
/// <param name="Ended">True when the process is gone; the value is then the last that is known.</param>
public readonly record struct ProcessReading(ProcessInfo Process, long CpuNanoseconds, bool Newborn, bool Ended);
