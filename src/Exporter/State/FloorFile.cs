using System.Collections.Immutable;
using System.Text;
using Wattshare.Attribution.Idle;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.State;

/// <summary>
/// Keeps the learned idle floors in one small file of the state directory (systemd.exec(5), <c>StateDirectory=</c>). A file that is not
/// whole, too large or of other hardware counts as none: the floors are learned again. One thread at a time.
/// </summary>
/// <param name="directory">The state directory; it exists.</param>
/// <param name="host">What tells this hardware from other, one line.</param>
/// <param name="faults">Told when the file cannot be read or written.</param>
internal sealed class FloorFile(string directory, string host, FaultLog faults)
{
    private const string Variable = "STATE_DIRECTORY";
    private const int Largest = 262_144;

    private readonly string _path = Path.Combine(directory, "idle-floors");

    /// <summary>The state directory that systemd made for the program.</summary>
    /// <param name="environment">All environment variables.</param>
    /// <returns>The first one, or null when there is none.</returns>
    public static string? DirectoryOf(IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue(Variable, out var value) && value.Split(':')[0] is var first && Path.IsPathFullyQualified(first) ? first : null;

    /// <summary>Reads what was kept.</summary>
    /// <returns>The floors; none where there is no file, or none to be used.</returns>
    public ImmutableArray<LearnedFloor> Load()
    {
        try
        {
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var text = new byte[Largest + 1];
            var length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return length <= Largest && FloorText.TryParse(text.AsSpan(0, length), host, out var floors) ? floors : [];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Complain(exception);
            return [];
        }
    }

    /// <summary>Writes floors, so that the file is the old one or the new one at every instant.</summary>
    /// <param name="floors">The floors.</param>
    /// <returns>Whether they are kept now.</returns>
    public bool Save(IReadOnlyList<LearnedFloor> floors)
    {
        var beside = _path + ".new";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(Encoding.UTF8.GetBytes(FloorText.Format(host, floors)));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, _path, overwrite: true);
            faults.Recovered(FaultKind.StateUnusable, _path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Complain(exception);
            return false;
        }
    }

    private void Complain(Exception exception) => faults.Report(
        FaultKind.StateUnusable, _path, $"The learned idle floors are not kept over a restart: {exception.Message} Make the state directory readable and writable for the program.");
}
