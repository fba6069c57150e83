using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class PrintableTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("größe 漢字 😀", "größe 漢字 😀")]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("a\u2028b", "a\\u2028b")]
    [InlineData("abc\u202edef", "abc\\u202edef")]
    public void Text_is_one_line_that_a_terminal_survives(string text, string expected) => Assert.Equal(expected, Printable.Clean(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("\ufffdx", Printable.Clean("\ud800x"));

    [Fact]
    public void Long_text_is_cut()
    {
        Assert.Equal(new string('x', Printable.MaxLength) + "...", Printable.Clean(new string('x', 100_000)));
        Assert.Equal(new string('x', Printable.MaxLength), Printable.Clean(new string('x', Printable.MaxLength)));
    }

    [Fact]
    public void Quotes_are_put_around() => Assert.Equal("\"10x\"", Printable.Quote("10x"));
}
