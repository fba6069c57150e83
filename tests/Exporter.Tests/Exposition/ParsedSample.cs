namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>One sample as the reference parser read it.</summary>
internal sealed record ParsedSample(string Name, Dictionary<string, string> Labels, string Value)
{
    public string Identity => Name + string.Join(',', Labels.Select(pair => $"{pair.Key}={pair.Value}"));
}
