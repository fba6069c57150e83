namespace Wattshare.Exporter.Web.Access;

/// <summary>A web configuration in force, and the texts that it was made of. Immutable; replaced as a whole.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Tls">Its certificates, loaded; null for plain HTTP.</param>
/// <param name="Text">The text of the file.</param>
/// <param name="Pem">The texts of the files that it names; null for plain HTTP.</param>
internal sealed record WebAccessState(WebConfig Config, TlsSettings? Tls, string Text, TlsTexts? Pem)
{
    /// <summary>Reads everything and tries it.</summary>
    /// <param name="path">The web configuration file.</param>
    /// <param name="present">What is in force, given back when nothing changed; null at the start.</param>
    /// <param name="faults">Every fault; empty when there is a state.</param>
    /// <returns>The state, or null.</returns>
    public static WebAccessState? Load(string path, WebAccessState? present, out IReadOnlyList<string> faults)
    {
        faults = [];
        var file = Options.ConfigFile.Read(path);
        if (file.Text is not { } text)
        {
            faults = [$"{Options.Printable.Clean(path)} {file.Fault}"];
            return null;
        }

        var config = present is not null && present.Text == text ? present.Config : null;
        if (config is null)
        {
            var read = WebConfigReader.Read(path, text);
            faults = read.Faults;
            if (read.Config is null) return null;
            config = read.Config;
        }

        return config.Tls is { } tls ? LoadTls(path, config, tls, text, present, out faults)
            : ReferenceEquals(config, present?.Config) ? present
            : new WebAccessState(config, null, text, null);
    }

    private static WebAccessState? LoadTls(string path, WebConfig config, TlsConfig tls, string text, WebAccessState? present, out IReadOnlyList<string> faults)
    {
        faults = [];
        if (!NativeLibraries.HasOpenSsl())
        {
            faults = [$"{Options.Printable.Clean(path)}: TLS needs OpenSSL, and libssl.so.3 is not on this system; install it (Debian: libssl3), or leave tls_server_config out"];
            return null;
        }

        var pem = TlsTexts.Read(tls, out var fault);
        if (pem is not null && ReferenceEquals(config, present?.Config) && pem == present.Pem) return present;
        var settings = pem is null ? null : TlsSettings.Load(tls, pem, out fault);
        if (settings is not null) return new WebAccessState(config, settings, text, pem);
        faults = [$"{Options.Printable.Clean(path)}: tls_server_config: {fault}"];
        return null;
    }
}
