using System.Globalization;

namespace Wattshare.Exporter.Web.Access;

/// <summary>
/// The form of a bcrypt hash: <c>$2y$10$</c>, 22 characters of salt and 31 of the hash, in bcrypt's own base 64 (crypt(5)). The cost is the
/// power of two of its rounds.
/// </summary>
internal static class BcryptHash
{
    /// <summary>More would keep a CPU busy for seconds for one guess, and for each scrape after a restart.</summary>
    public const int MaxCost = 16;

    private const int MinCost = 4;
    private const int Length = 60;
    private const int SettingLength = 29;
    private const int CostAt = 4;
    private const int CostLength = 2;

    /// <summary>What is wrong with a text as a hash.</summary>
    /// <param name="text">The text; it does not appear in the answer.</param>
    /// <returns>A clause, or null when it is a hash.</returns>
    public static string? Fault(ReadOnlySpan<char> text)
    {
        if (text.Length != Length || !text.StartsWith("$2") || text[2] is not ('a' or 'b' or 'x' or 'y') || text[3] != '$' || text[6] != '$' || text[7..].ContainsAnyExcept(Alphabet))
            return "needs a bcrypt hash as htpasswd -nBC 10 makes it, beginning with $2y$; passwords themselves do not belong here";
        if (!TryReadCost(text, out var cost) || cost is < MinCost or > MaxCost)
            return $"has a cost that is not {MinCost} to {MaxCost}";
        return null;
    }

    /// <summary>The cost of a hash.</summary>
    /// <param name="hash">A valid hash, or its setting.</param>
    /// <returns>The power of two of its rounds.</returns>
    public static int Cost(ReadOnlySpan<char> hash) => TryReadCost(hash, out var cost) ? cost : throw new ArgumentException("It is no hash.", nameof(hash));

    /// <summary>How to compute a hash of some cost, for names that nobody has: they must not be told from others by the time it takes.</summary>
    /// <param name="hash">A valid hash.</param>
    /// <param name="cost">The cost.</param>
    /// <returns>Its first part with that cost.</returns>
    public static string Setting(string hash, int cost) =>
        string.Create(CultureInfo.InvariantCulture, $"{hash.AsSpan(0, CostAt)}{cost:00}{hash.AsSpan(CostAt + CostLength, SettingLength - CostAt - CostLength)}");

    private static bool TryReadCost(ReadOnlySpan<char> text, out int cost) =>
        int.TryParse(text.Slice(CostAt, CostLength), NumberStyles.None, CultureInfo.InvariantCulture, out cost);

    private static readonly System.Buffers.SearchValues<char> Alphabet =
        System.Buffers.SearchValues.Create("./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
}
