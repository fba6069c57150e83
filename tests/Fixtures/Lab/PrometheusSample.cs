namespace Wattshare.Fixtures.Lab;

/// <summary>One element of an instant vector.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value.</param>
public sealed record PrometheusSample(IReadOnlyDictionary<string, string> Labels, double Value);
