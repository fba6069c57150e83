// See TlsSettings: who asks for TLS has OpenSSL.
#pragma warning disable RS0030

using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wattshare.Exporter.Web.Access;

/// <summary>Decides about the certificate of a client. Any thread.</summary>
/// <param name="config">What clients have to show.</param>
/// <param name="authorities">Who signs their certificates.</param>
internal sealed class ClientCertificateCheck(TlsConfig config, X509Certificate2Collection authorities)
{
    /// <summary>id-kp-clientAuth (RFC 5280, 4.2.1.12).</summary>
    private const string ClientAuthenticationUse = "1.3.6.1.5.5.7.3.2";

    private readonly FrozenSet<string> _names = config.ClientNames.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How chains are built: up to one of the given authorities and to nobody else, and without asking the network.</summary>
    public X509ChainPolicy Policy { get; } = MakePolicy(authorities);

    /// <summary>The answer to a handshake, see <see cref="RemoteCertificateValidationCallback"/>.</summary>
    /// <param name="sender">Not used.</param>
    /// <param name="certificate">The client's certificate, or null.</param>
    /// <param name="chain">Its chain.</param>
    /// <param name="errors">What the runtime found wrong.</param>
    /// <returns>True to go on.</returns>
    public bool IsAccepted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => config.Client switch
    {
        ClientAuthentication.NoClientCert or ClientAuthentication.RequestClientCert => true,
        ClientAuthentication.RequireAnyClientCert => certificate is not null,
        ClientAuthentication.VerifyClientCertIfGiven when certificate is null => true,
        _ => certificate is X509Certificate2 known && errors == SslPolicyErrors.None && HasName(known),
    };

    private bool HasName(X509Certificate2 certificate) =>
        _names.Count == 0 || certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Any(names => SubjectNames.Of(names.RawData).Any(_names.Contains));

    private static X509ChainPolicy MakePolicy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new Oid(ClientAuthenticationUse));
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
