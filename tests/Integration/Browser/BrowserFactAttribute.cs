namespace Wattshare.Integration.Browser;

/// <summary>A test in a real browser, with the rule of <see cref="LabFactAttribute"/> where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = BrowserNeeds.Missing;
}
