using Wattshare.Exporter.Web.Access;

namespace Wattshare.Exporter.Tests.Web.Access;

public sealed class BcryptTests
{
    // The test vectors of crypt_blowfish, from which the implementations of all systems descend.
    [Theory]
    [InlineData("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.")]
    public void The_systems_library_computes_the_published_vectors(string password, string hash)
    {
        using var crypt = Crypt.TryOpen();
        Assert.NotNull(crypt);
        Assert.Equal(hash, crypt.Hash(System.Text.Encoding.UTF8.GetBytes(password), hash));
        Assert.NotEqual(hash, crypt.Hash("something else"u8, hash));
    }

    [Fact]
    public void A_password_with_a_nul_and_a_setting_of_another_method_have_no_hash()
    {
        using var crypt = Crypt.TryOpen();
        Assert.NotNull(crypt);
        Assert.Null(crypt.Hash("U*U\0anything"u8, "$2a$05$CCCCCCCCCCCCCCCCCCCCC."));
        Assert.Null(crypt.Hash("U*U"u8, "$2a$99$CCCCCCCCCCCCCCCCCCCCC."));
        Assert.Null(crypt.Hash("U*U"u8, "nonsense:"));
    }

    [Theory]
    [InlineData("$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze", true)]
    [InlineData("$2b$04$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze", true)]
    [InlineData("$2y$17$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze", false)]
    [InlineData("$2y$03$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze", false)]
    [InlineData("$2y$1x$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze", false)]
    [InlineData("$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPz", false)]
    [InlineData("$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPz:", false)]
    [InlineData("$5$rounds=5000$saltsaltsaltsalt$abcdefghijklmnopqrstuvwxyzabcdef", false)]
    [InlineData("secret", false)]
    [InlineData("", false)]
    public void Only_a_bcrypt_hash_of_a_bearable_cost_is_taken(string text, bool isHash)
    {
        var fault = BcryptHash.Fault(text);
        Assert.Equal(isHash, fault is null);
        if (text.Length > 0) Assert.DoesNotContain(text, fault ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_guesses_is_turned_away_and_computed_one_by_one()
    {
        using var verifier = PasswordVerifier.TryStart()!;
        const string Costly = "$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze";
        var verdicts = await Task.WhenAll(Enumerable.Range(0, PasswordVerifier.Places + 20).Select(i => verifier.VerifyAsync([(byte)'a', (byte)i], Costly)));
        Assert.DoesNotContain(PasswordVerdict.Right, verdicts);
        Assert.InRange(verdicts.Count(verdict => verdict == PasswordVerdict.Busy), 1, 20);
        Assert.Equal(PasswordVerdict.Right, await verifier.VerifyAsync("U*U"u8.ToArray(), "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    }
}
