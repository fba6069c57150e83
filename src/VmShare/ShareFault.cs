namespace Wattshare.VmShare;

/// <summary>One thing that went wrong while a report was applied to the share. Immutable.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Path">The full path.</param>
/// <param name="Error">The name of the system's error, for example <c>ENOSPC</c>, or empty when no call failed.</param>
/// <param name="Advice">What is wrong and what to do about it, in whole sentences.</param>
public sealed record ShareFault(ShareFaultKind Kind, string Path, string Error, string Advice);
