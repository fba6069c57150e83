using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Wattshare.VmShare.Tests;

public sealed class ShareNameTests
{
    private const string Safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-%~";

    [Theory]
    [InlineData("web-1.example_2", "web-1.example_2")]
    [InlineData("../../etc", "%2E.%2F..%2Fetc")]
    [InlineData("..", "%2E.")]
    [InlineData(".", "%2E")]
    [InlineData(".hidden", "%2Ehidden")]
    [InlineData("", "%empty")]
    [InlineData("%empty", "%25empty")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a b\n", "a%20b%0A")]
    [InlineData("\0", "%00")]
    [InlineData("über", "%C3%BCber")]
    [InlineData("a~b", "a%7Eb")]
    public void Names_are_encoded_as_documented(string name, string expected) => Assert.Equal(expected, ShareName.Encode(name));

    [Fact]
    public void Two_hundred_bytes_stay_whole_and_one_more_is_cut_and_marked()
    {
        var whole = new string('a', 200);
        Assert.Equal(whole, ShareName.Encode(whole));
        var cut = ShareName.Encode(whole + "a");
        Assert.Equal(217, cut.Length);
        Assert.StartsWith(whole + "~", cut, StringComparison.Ordinal);
        Assert.NotEqual(cut, ShareName.Encode(whole + "b"));
    }

    [Fact]
    public void A_cut_never_leaves_half_an_escape()
    {
        for (var padding = 190; padding <= 200; padding++)
        {
            var encoded = ShareName.Encode(new string('a', padding) + "////");
            var body = encoded.Split('~')[0];
            for (var at = body.IndexOf('%', StringComparison.Ordinal); at >= 0; at = body.IndexOf('%', at + 1))
                Assert.Equal("%2F", body.Substring(at, 3));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_a_name_of_its_own()
    {
        Assert.Equal("%ED%A0%80", ShareName.Encode("\uD800"));
        Assert.NotEqual(ShareName.Encode("\uD800"), ShareName.Encode("\uD801"));
        Assert.NotEqual(ShareName.Encode("\uD800"), ShareName.Encode("\uFFFD"));
    }

    [Fact]
    public void Any_name_becomes_one_safe_path_component() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Names(), static name =>
        {
            var twin = ShareName.Twin(ShareName.Encode(name), name);
            foreach (var encoded in new[] { ShareName.Encode(name), twin })
            {
                Assert.InRange(Encoding.UTF8.GetByteCount(encoded), 1, 255);
                Assert.All(encoded, static character => Assert.Contains(character, Safe));
                Assert.NotEqual('.', encoded[0]);
            }
        }));

    [Fact]
    public void Different_names_become_different_directories() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Names(), Names(), static (left, right) =>
        {
            var (one, other) = (ShareName.Encode(left), ShareName.Encode(right));
            Assert.Equal(left == right, one == other);
            Assert.NotEqual(ShareName.Twin(one, "key"), other);
        }));

    [Fact]
    public void Every_pair_of_short_nasty_names_stays_apart()
    {
        const string alphabet = "a.%/~2E\0é";
        var names = new List<string> { "" };
        for (var length = 0; length < 3; length++)
            names.AddRange([.. names.Where(name => name.Length == length).SelectMany(name => alphabet.Select(letter => name + letter))]);
        Assert.Equal(names.Count, names.Select(ShareName.Encode).Distinct().Count());
    }

    [Fact]
    public void A_twin_is_named_by_its_key_alone()
    {
        Assert.Matches("^web~[0-9a-f]{8}$", ShareName.Twin("web", "uuid:1"));
        Assert.NotEqual(ShareName.Twin("web", "uuid:1"), ShareName.Twin("web", "uuid:2"));
        Assert.Equal(ShareName.Twin("web", "uuid:1"), ShareName.Twin("web", "uuid:1"));
    }

    private static Arbitrary<string> Names()
    {
        var any = ArbMap.Default.GeneratorFor<char>().ArrayOf().Select(static letters => new string(letters));
        var nasty = Gen.Elements([.. "./%~aA0_-\0 \n\uD800\uDC00é"]).ArrayOf().Select(static letters => new string(letters));
        var longer = nasty.Select(static name => new string('x', 195) + name);
        return Gen.OneOf(any, nasty, longer).ToArbitrary();
    }
}
