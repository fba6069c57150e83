using System.Globalization;
using System.Security.Authentication;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Web;
using Wattshare.Exporter.Web.Access;
using WebOptions = Wattshare.Exporter.Options.WebOptions;

namespace Wattshare.Exporter.Commands;

/// <summary>Who may read what the exporter serves, for <c>wattshare check</c>. The files are read and tried; no secret of them is told.</summary>
internal static class WebFacts
{
    private const string Page = "docs/web-config.md has every key";

    /// <summary>Reads the web configuration as the exporter does at its start.</summary>
    /// <param name="options">Where it is, and the addresses.</param>
    /// <param name="time">The clock by which certificates are valid.</param>
    /// <returns>The facts for the report; an error where the exporter would not start.</returns>
    public static IReadOnlyList<CheckFact> Gather(WebOptions options, TimeProvider time)
    {
        if (options.ConfigFile is not { } path) return [Plain(options)];
        using var access = WebAccess.Open(path, time, out var faults);
        if (access is null) return [new CheckFact(CheckLevel.Error, "web", $"{path} cannot be used, and the exporter does not start with it"), .. faults.Select(fault => OfFault(fault, path))];
        var state = access.Current();
        return [new CheckFact(CheckLevel.Ok, "web", $"{path} is valid"), Tls(state, options, time.GetUtcNow()), Logins(state.Config)];
    }

    private static CheckFact OfFault(string fault, string path)
    {
        // The folder is in the line above, and what is long is cut.
        var clean = Printable.Clean(path);
        var text = fault.StartsWith(clean, StringComparison.Ordinal) ? Path.GetFileName(clean) + fault[clean.Length..] : fault;
        return new CheckFact(CheckLevel.Error, "web", text, $"mend that; {Page}");
    }

    private static CheckFact Plain(WebOptions options)
    {
        var addresses = string.Join(", ", options.ListenAddresses);
        return IsLocal(options)
            ? new CheckFact(CheckLevel.Ok, "web", $"plain HTTP without a login on {addresses}, which only this machine reaches")
            : new CheckFact(
                CheckLevel.Note, "web", $"plain HTTP without a login on {addresses}; what a machine computes can be told from its power", $"--web.config.file with TLS and users; {Page}");
    }

    private static CheckFact Tls(WebAccessState state, WebOptions options, DateTimeOffset now)
    {
        if (state.Config.Tls is { } config && state.Tls is { } tls) return Certificate(config, tls, now);
        var isOpen = !IsLocal(options) && state.Config.Users.Count > 0;
        return isOpen
            ? new CheckFact(CheckLevel.Warning, "TLS", "none: passwords can be read on their way through the network", $"tls_server_config with a certificate and its key; {Page}")
            : new CheckFact(IsLocal(options) ? CheckLevel.Ok : CheckLevel.Note, "TLS", "none");
    }

    private static CheckFact Certificate(TlsConfig config, TlsSettings tls, DateTimeOffset now)
    {
        var file = config.Certificate.Path ?? "the certificate in the file";
        var (begin, end) = tls.Validity;
        var renew = $"renew {file} and its key; they are taken over while the exporter runs";
        if (now > end) return new CheckFact(CheckLevel.Warning, "TLS", $"{file} expired on {Day(end)}; scrapers refuse it", renew);
        if (now < begin) return new CheckFact(CheckLevel.Warning, "TLS", $"{file} is not valid before {Day(begin)}; scrapers refuse it", "see whether the clock of this machine is right, and " + renew);
        return new CheckFact(CheckLevel.Ok, "TLS", $"{Versions(config.Versions)} with {file}, valid until {Day(end)}; {Clients(config)}");
    }

    private static string Clients(TlsConfig config) => config.Client switch
    {
        ClientAuthentication.RequireAndVerifyClientCert => $"clients need a certificate that {config.ClientAuthorities.Path ?? "client_ca"} signed",
        ClientAuthentication.NoClientCert => "clients need no certificate",
        var type => $"certificates of clients keep nobody out ({type})",
    };

    private static CheckFact Logins(WebConfig config)
    {
        var open = config.OpenPaths.Count == 0 ? "" : $"; without one: {string.Join(", ", config.OpenPaths.Order(StringComparer.Ordinal))}";
        var isVerified = config.Tls?.Client == ClientAuthentication.RequireAndVerifyClientCert;
        return config.Users.Count == 0
            ? new CheckFact(isVerified ? CheckLevel.Ok : CheckLevel.Note, "logins", "nobody needs a password")
            : new CheckFact(CheckLevel.Ok, "logins", string.Create(CultureInfo.InvariantCulture, $"{config.Users.Count} {(config.Users.Count == 1 ? "user" : "users")} with a password{open}"));
    }

    private static bool IsLocal(WebOptions options) => options.ListenAddresses.All(
        static text => ListenAddress.TryParse(text, out var address, out _) && address!.IsLoopback);

    /// <summary>The names of the enumeration, such as "Tls12, Tls13", as everybody writes them.</summary>
    private static string Versions(SslProtocols versions) => versions.ToString().Replace("Tls1", "TLS 1.", StringComparison.Ordinal);

    private static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
