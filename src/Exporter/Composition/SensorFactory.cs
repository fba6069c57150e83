using Wattshare.Exporter.Host;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Hwmon;
using Wattshare.Exporter.Sensors.Perf;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Exporter.Sensors.Share;

namespace Wattshare.Exporter.Composition;

/// <summary>Makes the sensors that the options name.</summary>
internal static class SensorFactory
{
    /// <summary>Makes one sensor.</summary>
    /// <param name="name">One of <see cref="SensorNames.Known"/>.</param>
    /// <param name="options">Settings without a fault.</param>
    /// <param name="loggers">Makes the loggers.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The sensor.</returns>
    public static ISensor Create(string name, WattshareOptions options, ILoggerFactory loggers, TimeProvider time) => name switch
    {
        SensorNames.Rapl => new RaplSensor(options.Path.Sysfs, CpuIdentity.Read(options.Path.Procfs), loggers.CreateLogger<RaplSensor>(), time),
        SensorNames.Perf => new PerfSensor(
            options.Path.Sysfs, options.Path.Procfs, CpuIdentity.Read(options.Path.Procfs), PerfKernel.Instance, loggers.CreateLogger<PerfSensor>(), time),
        SensorNames.Hwmon => new HwmonSensor(
            options.Path.Sysfs, CpuIdentity.Read(options.Path.Procfs), options.Sample.Interval, loggers.CreateLogger<HwmonSensor>()),
        SensorNames.Model => new ModelSensor(options.Model.Parameters ?? ModelParameters.FromThreads(OnlineThreads.Count(options.Path.Procfs))),
        SensorNames.Share => new ShareSensor(options.VmShare.Path!, time),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a sensor's name."),
    };
}
