namespace Wattshare.Exporter.Web;

/// <summary>
/// The files of the page, in <c>Web/Page</c> and embedded in the program. Scripts and styles are served as one each, in this order: what
/// a script defines, those behind it use.
/// </summary>
internal static class PageParts
{
    private static readonly string[] Styles = ["colours", "layout", "pictures", "tables"];

    private static readonly string[] Scripts = ["format", "document", "rows", "looks", "history", "chart", "flow", "table", "sensors", "status", "main"];

    /// <summary>The document, with places for style, script and the path of the metrics.</summary>
    /// <returns>HTML. All addresses in it are relative, so that it works below a prefix of a reverse proxy.</returns>
    public static string Markup() => Read("page.html");

    /// <summary>All styles.</summary>
    /// <returns>CSS.</returns>
    public static string Style() => string.Concat(Styles.Select(name => Read(name + ".css")));

    /// <summary>All scripts.</summary>
    /// <returns>JavaScript.</returns>
    public static string Script() => string.Concat(Scripts.Select(name => Read(name + ".js")));

    private static string Read(string file)
    {
        using var stream = typeof(PageParts).Assembly.GetManifestResourceStream("page/" + file)
            ?? throw new InvalidOperationException($"The program was built without {file}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
