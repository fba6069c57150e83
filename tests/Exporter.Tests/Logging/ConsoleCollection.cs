namespace Wattshare.Exporter.Tests.Logging;

/// <summary>Tests that replace the streams of the process and therefore run alone.</summary>
[CollectionDefinition(nameof(ConsoleCollection), DisableParallelization = true)]
public class ConsoleCollection;
