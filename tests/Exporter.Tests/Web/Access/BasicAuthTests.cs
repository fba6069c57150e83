using System.Net;
using System.Text;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Tests.Web.Access;

public sealed class BasicAuthTests : IDisposable
{
    // "U*U", see BcryptTests.
    private const string Alice = "basic_auth_users:\n  alice: $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n";

    private readonly AccessFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("alice:U*U", HttpStatusCode.OK)]
    [InlineData("alice:u*u", HttpStatusCode.Unauthorized)]
    [InlineData("alice:", HttpStatusCode.Unauthorized)]
    [InlineData("Alice:U*U", HttpStatusCode.Unauthorized)]
    [InlineData("bob:U*U", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Only_who_knows_the_password_reads(string? pair, HttpStatusCode expected)
    {
        using var access = _folder.Open(Alice);
        await using var server = await RunningServer.StartAsync(access: access);
        foreach (var path in (string[])["/-/healthy", "/metrics", "/", "/api/v1/snapshot", "/api/v1/history", "/nothing"])
        {
            using var answer = await server.SendAsync(HttpMethod.Get, path, Header(pair));
            Assert.Equal(expected == HttpStatusCode.OK && path == "/nothing" ? HttpStatusCode.NotFound : expected, answer.StatusCode);
            Assert.Equal(expected == HttpStatusCode.Unauthorized, answer.Headers.WwwAuthenticate.Count == 1);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task Wrong_passwords_are_counted()
    {
        using var access = _folder.Open(Alice);
        await using var server = await RunningServer.StartAsync(access: access);
        for (var i = 0; i < 3; i++) (await server.SendAsync(HttpMethod.Get, "/metrics", Header("alice:no"))).Dispose();
        (await server.SendAsync(HttpMethod.Get, "/metrics")).Dispose();
        Assert.Equal(3, server.Metrics.Faults.Count(FaultKind.LoginRefused));
    }

    [Fact]
    public async Task An_excluded_path_is_for_everybody()
    {
        using var access = _folder.Open(Alice + "auth_excluded_paths: [/-/healthy]\n");
        await using var server = await RunningServer.StartAsync(access: access);
        using var open = await server.SendAsync(HttpMethod.Get, "/-/healthy");
        using var closed = await server.SendAsync(HttpMethod.Get, "/-/ready");
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
    }

    [Fact]
    public async Task A_changed_password_counts_from_the_next_look_on()
    {
        using var access = _folder.Open(Alice);
        await using var server = await RunningServer.StartAsync(access: access);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "alice:U*U"));
        _folder.Write("web.yml", "basic_auth_users:\n  alice: $2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.\n");
        _folder.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "alice:U*U"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "alice:"));
    }

    [Fact]
    public async Task A_configuration_that_becomes_invalid_or_vanishes_leaves_the_last_one_in_force()
    {
        using var access = _folder.Open(Alice);
        await using var server = await RunningServer.StartAsync(access: access);
        access.Faults = server.Metrics.Faults;
        foreach (var text in (string?[])["basic_auth_users: {alice: oops}\n", null])
        {
            if (text is null) File.Delete(_folder.ConfigPath);
            else _folder.Write("web.yml", text);
            _folder.Time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, null));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "alice:U*U"));
        }

        Assert.Equal(2, server.Metrics.Faults.Count(FaultKind.WebConfigUnusable));
    }

    [Fact]
    public async Task Headers_of_the_file_go_over_those_of_the_program()
    {
        using var access = _folder.Open("http_server_config:\n  headers:\n    X-Frame-Options: sameorigin\n    Strict-Transport-Security: max-age=1\n");
        await using var server = await RunningServer.StartAsync(access: access);
        using var answer = await server.SendAsync(HttpMethod.Get, "/-/healthy");
        Assert.Equal("sameorigin", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("max-age=1", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningServer server, string? pair)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, "/-/healthy", Header(pair));
        return answer.StatusCode;
    }

    private static (string, string)[] Header(string? pair) =>
        pair is null ? [] : [("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)))];
}
