using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class LabelTextTests
{
    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\"b", "a\\\"b")]
    [InlineData("a\\b", "a\\\\b")]
    [InlineData("a\nb", "a\\nb")]
    [InlineData("\\n", "\\\\n")]
    [InlineData("tab\tcr\r{},= é 🙂", "tab\tcr\r{},= é 🙂")]
    [InlineData("", "")]
    public void Exactly_backslash_quote_and_line_feed_are_escaped(string value, string expected) =>
        Assert.Equal($"vm=\"{expected}\"", Written(value));

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character()
    {
        Assert.Equal("vm=\"a�b�\"", Written("a\ud800b\udc00"));
        Assert.Equal("vm=\"\ud83d\ude42\"", Written("\ud83d\ude42"));
    }

    [Fact]
    public void A_value_of_4_kB_is_cut_and_never_through_a_surrogate_pair()
    {
        Assert.Equal($"vm=\"{new string('x', 1023)}…\"", Written(new string('x', 4096)));
        Assert.Equal($"vm=\"{new string('x', 1022)}…\"", Written(new string('x', 1022) + "🙂" + new string('y', 4096)));
        Assert.Equal($"vm=\"{new string('x', 1024)}\"", Written(new string('x', 1024)));
    }

    [Fact]
    public void Any_text_comes_back_from_a_reference_parser()
    {
        var hostile = Gen.Elements('a', '\\', '"', '\n', '\r', '{', ',', '\ud83d', '\ude42', '\0', 'é').ArrayOf().Select(c => new string(c));
        Prop.ForAll(hostile.ToArbitrary(), value =>
            ReferenceParser.ParseLabels(Written(value))["vm"] == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)))
            .QuickCheckThrowOnFailure();
    }

    private static string Written(string value)
    {
        using var buffer = new ByteBuffer();
        LabelText.Write(buffer, "vm"u8, value);
        return Strict.GetString(buffer.Written);
    }
}
