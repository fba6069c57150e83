namespace Wattshare.Exporter.Web.Access;

/// <summary>What a client has to show, by the names of Go's <c>crypto/tls</c>, which the file format of the exporter toolkit uses.</summary>
internal enum ClientAuthentication
{
    /// <summary>No certificate is asked for.</summary>
    NoClientCert,

    /// <summary>A certificate is asked for; it may be absent, and anything.</summary>
    RequestClientCert,

    /// <summary>A certificate is needed; it may be anything.</summary>
    RequireAnyClientCert,

    /// <summary>A certificate is asked for; one that is given must be signed by the authority.</summary>
    VerifyClientCertIfGiven,

    /// <summary>A certificate that the authority signed is needed. The only one of these that protects anything.</summary>
    RequireAndVerifyClientCert,
}
