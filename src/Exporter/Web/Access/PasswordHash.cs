namespace Wattshare.Exporter.Web.Access;

/// <summary>Computes the hash of a password.</summary>
/// <param name="password">The password.</param>
/// <param name="setting">The method, its cost and the salt: a whole hash or its first part.</param>
/// <returns>The hash, or null when there is none.</returns>
internal delegate string? PasswordHash(ReadOnlySpan<byte> password, string setting);
