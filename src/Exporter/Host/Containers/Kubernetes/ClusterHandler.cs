// Certificates are the runtime's, which is OpenSSL: PodSourceChoice looks for it before anything of this is used.
#pragma warning disable RS0030

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Makes connections that trust the authorities of a cluster and nobody else.</summary>
internal static class ClusterHandler
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    /// <summary>Makes a handler.</summary>
    /// <param name="authorities">The certificates of the authorities as PEM.</param>
    /// <param name="handler">The handler, to be disposed of.</param>
    /// <returns>False when the text has no certificate in it.</returns>
    public static bool TryMake(string authorities, out SocketsHttpHandler? handler)
    {
        handler = null;
        if (Import(authorities) is not { Count: > 0 } certificates) return false;
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(certificates);
        handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTime,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
        return true;
    }

    private static X509Certificate2Collection? Import(string text)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(text);
            return certificates;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
