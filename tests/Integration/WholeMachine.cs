namespace Wattshare.Integration;

/// <summary>Tests that load or measure the whole machine: they run one at a time, and nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeMachine
{
    public const string Name = "whole machine";
}
