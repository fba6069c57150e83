using System.Collections.Frozen;
using Wattshare.Exporter.Options;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wattshare.Exporter.Web.Access;

/// <summary>
/// Reads a web configuration file in the format of Prometheus' exporter toolkit. Every fault is told at once; a key that this program
/// cannot honour is a fault as well, since what it protects would stay open.
/// </summary>
internal static class WebConfigReader
{
    private static readonly FrozenDictionary<string, string[]> HeaderValues = new Dictionary<string, string[]>
    {
        ["Content-Security-Policy"] = [],
        ["X-Frame-Options"] = ["deny", "sameorigin"],
        ["X-Content-Type-Options"] = ["nosniff"],
        ["X-XSS-Protection"] = [],
        ["Strict-Transport-Security"] = [],
    }.ToFrozenDictionary();

    /// <summary>Reads the text of a file.</summary>
    /// <param name="path">Its name; file names in it are relative to its folder.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The configuration or every fault.</returns>
    public static WebConfigResult Read(string path, string text)
    {
        var faults = new List<string>();
        var config = ReadAll(path, text, faults);
        return faults.Count == 0 ? new WebConfigResult(config, []) : new WebConfigResult(null, [.. faults]);
    }

    private static WebConfig ReadAll(string path, string text, List<string> faults)
    {
        var file = Printable.Clean(path);
        if (Root(file, text, faults) is not { } node) return new WebConfig();
        var root = new WebConfigSection(file, "", node, faults);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        var tls = root.Section("tls_server_config") is { } section ? TlsConfigReader.Read(section, folder) : null;
        var config = ReadHttp(root.Section("http_server_config")) with
        {
            Tls = tls,
            Users = ReadUsers(root.Section("basic_auth_users")),
            OpenPaths = root.List("auth_excluded_paths").ToFrozenSet(StringComparer.Ordinal),
        };
        root.End();
        return config;
    }

    private static YamlMappingNode? Root(string file, string text, List<string> faults)
    {
        try
        {
            var documents = new YamlStream();
            documents.Load(new StringReader(text));
            if (documents.Documents.Count == 0) return null;
            if (documents.Documents is [{ RootNode: YamlMappingNode mapping }]) return mapping;
            if (documents.Documents is [{ RootNode: YamlScalarNode { Value: "" or null } }]) return null;
            faults.Add($"{file}:1: the file must be one YAML document of keys such as tls_server_config: or basic_auth_users:");
        }
        catch (YamlException failure)
        {
            // The parser's message may quote the text, and the text has secrets.
            faults.Add($"{file}:{failure.Start.Line}: not valid YAML, or a key that is given twice");
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or EndOfStreamException)
        {
            faults.Add($"{file}: not valid YAML");
        }

        return null;
    }

    private static WebConfig ReadHttp(WebConfigSection? section)
    {
        if (section is null) return new WebConfig();
        var http2 = section.Flag("http2") ?? true;
        var headers = section.Section("headers") is { } names ? ReadHeaders(names) : FrozenDictionary<string, string>.Empty;
        section.End();
        return new WebConfig { Http2 = http2, Headers = headers };
    }

    private static FrozenDictionary<string, string> ReadHeaders(WebConfigSection section)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in HeaderValues)
        {
            var text = values.Length > 0 ? section.Name(name, values) : section.Text(name);
            if (text is null) continue;
            if (text.AsSpan().ContainsAnyExceptInRange(' ', '~')) section.Fault(name, "has a character that a header cannot have");
            else headers[name] = text;
        }

        section.End();
        return headers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static FrozenDictionary<string, string> ReadUsers(WebConfigSection? section)
    {
        if (section is null) return FrozenDictionary<string, string>.Empty;
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (user, _) in section.Keys)
        {
            var hash = section.Text(user) ?? "";
            if (user.Length == 0 || user.Contains(':', StringComparison.Ordinal)) section.Fault(user, "is no name of a user: it is empty or has a colon");
            else if (BcryptHash.Fault(hash) is { } fault) section.Fault(user, fault);
            else users[user] = hash;
        }

        section.End();
        return users.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
