using Wattshare.Exporter.Options;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Exporter.Sensors.Share;

namespace Wattshare.Exporter.Composition;

/// <summary>Makes the sensors that the options name.</summary>
internal static class SensorFactory
{
    /// <summary>Makes one sensor.</summary>
    /// <param name="name">One of <see cref="Options.SensorNames.Known"/>.</param>
    /// <param name="options">Settings without a fault.</param>
    /// <param name="loggers">Makes the loggers.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The sensor.</returns>
    public static ISensor Create(string name, WattshareOptions options, ILoggerFactory loggers, TimeProvider time) => name switch
    {
        Options.SensorNames.Rapl => new RaplSensor(options.Path.Sysfs, CpuIdentity.Read(options.Path.Procfs), loggers.CreateLogger<RaplSensor>()),
        Options.SensorNames.Model => new ModelSensor(ParametersOf(options.Model)),
        Options.SensorNames.Share => new ShareSensor(options.VmShare.Path!, time),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a sensor's name."),
    };

    private static ModelParameters ParametersOf(ModelOptions options) =>
        options.CpuWatts is { } text && ModelParameters.TryParse(text, out var given, out _) ? given : ModelParameters.FromThreads(Environment.ProcessorCount);
}
