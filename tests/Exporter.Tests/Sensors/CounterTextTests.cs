using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Sensors;

public sealed partial class CounterTextTests
{
    [Theory]
    [InlineData("0\n", 0)]
    [InlineData("0", 0)]
    [InlineData("1234567890123456\n", 1234567890123456)]
    [InlineData("007", 7)]
    [InlineData("9223372036854775807\n", long.MaxValue)]
    public void A_number_with_or_without_a_newline_is_read(string text, long expected)
    {
        Assert.True(CounterText.TryParse(Encoding.ASCII.GetBytes(text), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("12\n\n")]
    [InlineData("12 ")]
    [InlineData(" 12")]
    [InlineData("+12")]
    [InlineData("-12")]
    [InlineData("12x")]
    [InlineData("1.5")]
    [InlineData("12\0")]
    [InlineData("12\r\n")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551616")]
    [InlineData("00000000000000000000")]
    [InlineData("N/A")]
    public void Anything_else_is_no_number(string text)
    {
        Assert.False(CounterText.TryParse(Encoding.Latin1.GetBytes(text), out var value));
        Assert.Equal(0, value);
    }

    [Fact]
    public void The_parser_agrees_with_a_slow_reference_on_texts_near_to_numbers()
    {
        var character = Gen.Frequency((12, Gen.Elements("0123456789".ToCharArray())), (1, Gen.Elements("\n -+x\0".ToCharArray())));
        var text = Gen.Choose(0, 22).SelectMany(length => character.ArrayOf(length)).Select(characters => new string(characters));
        Prop.ForAll(text.ToArbitrary(), Agrees).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void The_parser_agrees_with_a_slow_reference_on_any_bytes()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Agrees(Encoding.Latin1.GetString(bytes))).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Every_number_is_read_back_from_its_text()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<long>(),
            number => CounterText.TryParse(Encoding.ASCII.GetBytes($"{number & long.MaxValue}\n"), out var value) && value == (number & long.MaxValue))
            .QuickCheckThrowOnFailure();
    }

    private static bool Agrees(string text)
    {
        long? expected = NumberPattern().IsMatch(text) && BigInteger.Parse(text.TrimEnd('\n')) is var number && number <= long.MaxValue ? (long)number : null;
        var parsed = CounterText.TryParse(Encoding.Latin1.GetBytes(text), out var value);
        return parsed == expected.HasValue && value == (expected ?? 0);
    }

    [GeneratedRegex(@"\A[0-9]{1,19}\n?\z")]
    private static partial Regex NumberPattern();
}
