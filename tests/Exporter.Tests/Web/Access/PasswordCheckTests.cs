using System.Collections.Frozen;
using System.Text;
using Wattshare.Exporter.Web.Access;

namespace Wattshare.Exporter.Tests.Web.Access;

/// <summary>What a guess costs. Work is counted in rounds and no time is measured.</summary>
public sealed class PasswordCheckTests
{
    private const string Salt = "CCCCCCCCCCCCCCCCCCCCC.";
    private const string Rest = "E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    private static readonly WebConfig Config = new()
    {
        Users = new Dictionary<string, string>
        {
            ["cheap"] = $"$2y$04${Salt}{Rest}",
            ["usual"] = $"$2a$05${Salt}{Rest}",
            ["costly"] = $"$2b$12${Salt}{Rest}",
        }.ToFrozenDictionary(StringComparer.Ordinal),
    };

    [Theory]
    [InlineData("cheap")]
    [InlineData("usual")]
    [InlineData("costly")]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task A_wrong_password_costs_the_same_whether_the_name_is_a_user_s_or_not(string user)
    {
        var settings = new List<string>();
        using var verifier = new PasswordVerifier((_, setting) =>
        {
            settings.Add(setting);
            return null;
        });
        var check = new PasswordCheck(verifier);
        Assert.Equal(PasswordVerdict.Wrong, await check.CheckAsync(Config, Of(user)));
        Assert.Equal(1 << 12, settings.Sum(setting => 1 << BcryptHash.Cost(setting)));
        Assert.All(settings, setting => Assert.Matches(@"\A\$2[aby]\$[0-9]{2}\$" + Salt.Replace(".", @"\.", StringComparison.Ordinal), setting));
    }

    [Fact]
    public async Task A_right_password_is_computed_once()
    {
        var count = 0;
        using var verifier = new PasswordVerifier((_, setting) =>
        {
            count++;
            return setting;
        });
        var check = new PasswordCheck(verifier);
        for (var i = 0; i < 3; i++) Assert.Equal(PasswordVerdict.Right, await check.CheckAsync(Config, Of("cheap")));
        Assert.Equal(1, count);
    }

    [Fact]
    public void A_setting_has_the_salt_of_its_hash_and_the_cost_that_is_asked_for()
    {
        Assert.Equal($"$2a$12${Salt}", BcryptHash.Setting($"$2a$05${Salt}{Rest}", 12));
        Assert.Equal($"$2a$06${Salt}", BcryptHash.Setting($"$2a$05${Salt}", 6));
        Assert.Equal(0, new WebConfig().HighestCost);
    }

    private static BasicCredentials Of(string user) => new(user, Encoding.ASCII.GetBytes("guess"));
}
