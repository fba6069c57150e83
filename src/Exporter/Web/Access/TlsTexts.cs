namespace Wattshare.Exporter.Web.Access;

/// <summary>The PEM texts that a TLS configuration names. Equal when nothing changed, which is how a renewed certificate is noticed. Never logged.</summary>
/// <param name="Certificate">The server's certificate and those between it and the authority.</param>
/// <param name="Key">Its key.</param>
/// <param name="ClientAuthorities">The authorities of clients, or null.</param>
internal sealed record TlsTexts(string Certificate, string Key, string? ClientAuthorities)
{
    /// <summary>Reads the texts.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="fault">The first that cannot be read, and why; null when all can.</param>
    /// <returns>The texts, or null.</returns>
    public static TlsTexts? Read(TlsConfig config, out string? fault)
    {
        var certificate = config.Certificate.Read();
        var key = config.Key.Read();
        var authorities = config.ClientAuthorities.IsGiven ? config.ClientAuthorities.Read() : default;
        fault = certificate.Fault ?? key.Fault ?? authorities.Fault;
        return fault is null ? new TlsTexts(certificate.Text!, key.Text!, authorities.Text) : null;
    }

    /// <summary>Nothing of it, since one of them is a secret.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(TlsTexts);
}
