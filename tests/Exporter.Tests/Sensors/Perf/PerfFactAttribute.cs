using Wattshare.Exporter.Sensors.Perf;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

/// <summary>A test that needs perf events of all processes, and is skipped, by name, where the kernel refuses them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PerfFactAttribute : FactAttribute
{
    public PerfFactAttribute()
    {
        // PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK.
        var descriptor = PerfKernel.Instance.Open(1, 0, 0, -1);
        if (descriptor < 0) Skip = $"perf_event_open is refused here (error {-descriptor}; it takes CAP_PERFMON or kernel.perf_event_paranoid=0)";
        else PerfKernel.Instance.Close(descriptor);
    }
}
