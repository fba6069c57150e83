using System.Text;
using Microsoft.Extensions.Primitives;
using Wattshare.Exporter.Web.Access;

namespace Wattshare.Exporter.Tests.Web.Access;

public sealed class BasicCredentialsTests
{
    [Theory]
    [InlineData("Basic ", "alice:secret", "alice", "secret")]
    [InlineData("bAsIc   ", "alice:se:cret", "alice", "se:cret")]
    [InlineData("Basic ", ":", "", "")]
    [InlineData("Basic ", "älice:größe", "älice", "größe")]
    public void The_first_colon_parts_name_and_password(string scheme, string pair, string user, string password)
    {
        Assert.True(BasicCredentials.TryParse(scheme + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)), out var credentials));
        Assert.Equal(user, credentials.User);
        Assert.Equal(password, Encoding.UTF8.GetString(credentials.Password));
        Assert.Equal(user, credentials.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Bearer YTpi")]
    [InlineData("Basic YWxpY2U=")]
    [InlineData("Basic *")]
    [InlineData("Basic YTpi YTpi")]
    public void Anything_else_is_nobody(string header) => Assert.False(BasicCredentials.TryParse(header, out _));

    [Fact]
    public void Two_headers_and_an_absurd_one_are_nobody()
    {
        Assert.False(BasicCredentials.TryParse(new StringValues(["Basic YTpi", "Basic YTpi"]), out _));
        Assert.False(BasicCredentials.TryParse("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("a:" + new string('x', 2000))), out _));
        Assert.False(BasicCredentials.TryParse(StringValues.Empty, out _));
    }
}
