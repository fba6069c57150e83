namespace Wattshare.Integration.Browser;

/// <summary>Tests with one browser among them. A browser loads the machine, so that nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BrowserCollection : ICollectionFixture<ChromiumBrowser>
{
    public const string Name = "browser";
}
