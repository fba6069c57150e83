using System.Buffers;
using System.Text.Json;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Web.History;

/// <summary>
/// Writes the history as JSON, the answer of <c>/api/v1/history</c>: columns of equal length, oldest first, of cumulative energies in
/// integer microjoules as the snapshot has them. Null where nothing is known. One thread at a time.
/// </summary>
/// <param name="history">The history.</param>
internal sealed class HistoryJson(PowerHistory history) : IDisposable
{
    /// <summary>Grows when the meaning of a member changes; members may be added without that.</summary>
    public const int SchemaVersion = 1;

    private readonly Utf8JsonWriter _json = new(Stream.Null);

    private delegate long? Column(in HistoryMark mark);

    /// <summary>Writes the history.</summary>
    /// <param name="report">The latest report; what the history has of it is what its keeper saw.</param>
    /// <param name="output">Where the JSON goes.</param>
    public void Render(PowerReport report, IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteNumber("schema_version"u8, SchemaVersion);
        _json.WriteNumber("span_seconds"u8, (long)PowerHistory.Span.TotalSeconds);
        history.Show(WriteColumns);
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteColumns(ReadOnlySpan<HistoryMark> older, ReadOnlySpan<HistoryMark> newer)
    {
        Write("sequence", older, newer, static (in mark) => mark.Sequence);
        Write("time_unix_milliseconds", older, newer, static (in mark) => mark.UnixMilliseconds);
        _json.WriteStartObject("host_microjoules"u8);
        var measured = !newer.IsEmpty ? newer[^1].Measured : !older.IsEmpty ? older[^1].Measured : default;
        foreach (var component in Components.All)
            if (measured.Contains(component)) Write(Components.Name(component), older, newer, (in mark) => mark.Live.Contains(component) ? mark.Host[component] : null);
        _json.WriteEndObject();
        Write("idle_microjoules", older, newer, static (in mark) => Known(mark, mark.Idle));
        Write("vms_microjoules", older, newer, static (in mark) => Known(mark, mark.Vms));
        Write("containers_microjoules", older, newer, static (in mark) => Known(mark, mark.Containers));
        Write("system_microjoules", older, newer, static (in mark) => Known(mark, mark.System));
        Write("unattributed_microjoules", older, newer, static (in mark) => Known(mark, mark.Unattributed));
    }

    private static long? Known(in HistoryMark mark, long microjoules) => mark.Live.Bits == 0 ? null : microjoules;

    private void Write(string name, ReadOnlySpan<HistoryMark> older, ReadOnlySpan<HistoryMark> newer, Column column)
    {
        _json.WriteStartArray(name);
        WriteValues(older, column);
        WriteValues(newer, column);
        _json.WriteEndArray();
    }

    private void WriteValues(ReadOnlySpan<HistoryMark> marks, Column column)
    {
        foreach (ref readonly var mark in marks)
        {
            if (column(mark) is { } value) _json.WriteNumberValue(value);
            else _json.WriteNullValue();
        }
    }
}
