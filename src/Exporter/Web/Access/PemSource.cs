using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Web.Access;

/// <summary>PEM text (RFC 7468): in a file, or written into the web configuration itself.</summary>
/// <param name="Path">The file, or null.</param>
/// <param name="Inline">The text, or null. May be a secret: never logged.</param>
internal readonly record struct PemSource(string? Path, string? Inline)
{
    /// <summary>True when there is one at all.</summary>
    public bool IsGiven => Path is not null || Inline is not null;

    /// <summary>Reads the text.</summary>
    /// <returns>The text, or the reason why there is none.</returns>
    public ConfigText Read()
    {
        if (Inline is not null) return ConfigText.Of(Inline);
        var file = ConfigFile.Read(Path!);
        return file.Fault is { } fault ? ConfigText.Failed($"{Printable.Clean(Path!)} {fault}") : file;
    }
}
