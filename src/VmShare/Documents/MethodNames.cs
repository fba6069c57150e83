using Wattshare.Attribution.Model;

namespace Wattshare.VmShare.Documents;

/// <summary>The words for methods and components in <c>share.json</c>, the same as in metric labels.</summary>
internal static class MethodNames
{
    public static string Of(MeasurementMethod method) => method switch
    {
        MeasurementMethod.Counter => "counter",
        MeasurementMethod.Integrated => "integrated",
        _ => "model",
    };

    /// <summary>Reads a method. What is not known to be measured is a model: never the other way round.</summary>
    /// <param name="word">The word, or null.</param>
    /// <returns>The method.</returns>
    public static MeasurementMethod Parse(string? word) => word switch
    {
        "counter" => MeasurementMethod.Counter,
        "integrated" => MeasurementMethod.Integrated,
        _ => MeasurementMethod.Model,
    };

    public static Component? ParseComponent(string? word)
    {
        foreach (var component in Components.All)
        {
            if (Components.Name(component) == word) return component;
        }

        return null;
    }
}
