namespace Wattshare.VmShare.Tests.Support;

/// <summary>What a reader saw.</summary>
/// <param name="Violation">The first thing it must not have seen, or empty.</param>
/// <param name="Reads">How often it read.</param>
/// <param name="Distinct">How many different values it saw.</param>
internal sealed record ReaderResult(string Violation, long Reads, long Distinct);
