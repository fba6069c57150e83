namespace Wattshare.Fixtures.Lab;

/// <summary>A line of the reader inside a guest.</summary>
/// <param name="Reopened">The last good value of the file opened again each time, in microjoules; -1 before the first.</param>
/// <param name="Kept">The last good value of the file that stays open, in microjoules; -1 before the first.</param>
/// <param name="Reads">How many reads both made.</param>
/// <param name="Bad">How many values were missing, empty, partial, no number, or less than one before.</param>
public sealed record ShareReading(long Reopened, long Kept, long Reads, long Bad);
