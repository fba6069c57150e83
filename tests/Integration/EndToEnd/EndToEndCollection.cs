namespace Wattshare.Integration.EndToEnd;

/// <summary>The tests that look at the one long run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EndToEndCollection : ICollectionFixture<EndToEndRun>
{
    public const string Name = "end to end";
}
