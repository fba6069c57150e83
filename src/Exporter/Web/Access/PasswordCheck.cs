using System.Collections.Concurrent;
using System.Text;
using Wattshare.VmShare;

namespace Wattshare.Exporter.Web.Access;

/// <summary>
/// Tells whether credentials are those of a user. What was right once is remembered for as long as the user's hash stays, since a scraper
/// comes every few seconds with the same; it is kept as a salted hash. What was wrong is computed again each time, and takes as long for every name: that of the highest cost that a user
/// has. Any thread.
/// </summary>
/// <param name="verifier">Computes what is not known yet.</param>
internal sealed class PasswordCheck(PasswordVerifier verifier)
{
    /// <summary>One for each user at most.</summary>
    private readonly ConcurrentDictionary<string, (string Hash, byte[] Proof)> _known = new(StringComparer.Ordinal);

    /// <summary>Unknown outside of this process. Two identifiers of version 4 have 244 bits that the kernel's generator made.</summary>
    private readonly byte[] _salt = [.. Guid.NewGuid().ToByteArray(), .. Guid.NewGuid().ToByteArray()];

    /// <summary>Compares credentials with the users of a configuration.</summary>
    /// <param name="config">The configuration; it has users.</param>
    /// <param name="credentials">What somebody sent.</param>
    /// <returns>The verdict.</returns>
    public ValueTask<PasswordVerdict> CheckAsync(WebConfig config, BasicCredentials credentials)
    {
        if (!config.Users.TryGetValue(credentials.User, out var hash))
            return new(verifier.VerifyAsync(credentials.Password, BcryptHash.Setting(config.Users.Values[0], config.HighestCost), config.HighestCost));
        var proof = Proof(credentials);
        return _known.TryGetValue(credentials.User, out var known) && known.Hash == hash && FixedTime.AreEqual(known.Proof, proof)
            ? new(PasswordVerdict.Right)
            : new(ComputeAsync(credentials, hash, config.HighestCost, proof));
    }

    private async Task<PasswordVerdict> ComputeAsync(BasicCredentials credentials, string hash, int cost, byte[] proof)
    {
        var verdict = await verifier.VerifyAsync(credentials.Password, hash, cost);
        if (verdict == PasswordVerdict.Right) _known[credentials.User] = (hash, proof);
        return verdict;
    }

    private byte[] Proof(BasicCredentials credentials) => Sha256.Hash([.. _salt, .. Encoding.UTF8.GetBytes(credentials.User), 0, .. credentials.Password]);
}
