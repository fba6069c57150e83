namespace Wattshare.Exporter.Options;

/// <summary>Checks what no option can check alone.</summary>
internal static class OptionsValidator
{
    /// <summary>Finds settings that contradict each other.</summary>
    /// <param name="options">The settings, each checked by itself.</param>
    /// <returns>Every fault.</returns>
    public static IEnumerable<string> Faults(WattshareOptions options)
    {
        if (options.Sensors.Contains(SensorNames.Share) && options.VmShare.Path is null)
            yield return "--sensors: share needs --vmshare.path, the directory to read from";
    }
}
