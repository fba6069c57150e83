using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class ListenAddressShapeTests
{
    [Theory]
    [InlineData("127.0.0.1:19288")]
    [InlineData(":19288")]
    [InlineData("0.0.0.0:0")]
    [InlineData("localhost:65535")]
    [InlineData("[::1]:19288")]
    [InlineData("[::]:19288")]
    [InlineData("power-1.example.org:80")]
    public void Host_and_port_are_an_address(string text) => Assert.True(ListenAddressShape.IsValid(text));

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("19288")]
    [InlineData(":")]
    [InlineData(":65536")]
    [InlineData(":-1")]
    [InlineData(":+1")]
    [InlineData(":80 ")]
    [InlineData("::1:80")]
    [InlineData("[::1]")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("[x]:80")]
    [InlineData("a b:80")]
    [InlineData("http://localhost:80")]
    [InlineData("a\n:80")]
    public void Everything_else_is_not(string text) => Assert.False(ListenAddressShape.IsValid(text));
}
