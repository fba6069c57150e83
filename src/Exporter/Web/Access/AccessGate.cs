using Microsoft.Extensions.Primitives;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Web.Access;

/// <summary>Stands before every path: asks who is there, and sets the headers of the web configuration. Any thread.</summary>
/// <param name="access">The configuration in force.</param>
/// <param name="faults">Where refused credentials are counted.</param>
/// <param name="next">Answers who may pass.</param>
internal sealed class AccessGate(WebAccess access, FaultLog faults, RequestDelegate next)
{
    private static readonly StringValues Challenge = "Basic realm=\"wattshare\", charset=\"UTF-8\"";
    private static readonly StringValues OneSecond = "1";
    private static readonly byte[] Unauthorized = "Unauthorized\n"u8.ToArray();
    private static readonly byte[] TooMany = "Too many logins at once; try again in a second\n"u8.ToArray();

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The running answer.</returns>
    public Task HandleAsync(HttpContext context)
    {
        var config = access.Current().Config;
        if (config.Headers.Count > 0) context.Response.OnStarting(static state => SetHeaders((Answer)state), new Answer(context, config));
        if (config.Users.Count == 0 || config.OpenPaths.Contains(context.Request.Path.Value ?? "")) return next(context);
        if (!BasicCredentials.TryParse(context.Request.Headers.Authorization, out var credentials)) return Refuse(context);
        var verdict = access.Passwords!.CheckAsync(config, credentials);
        return verdict is { IsCompletedSuccessfully: true, Result: PasswordVerdict.Right } ? next(context) : DecideAsync(context, verdict);
    }

    private async Task DecideAsync(HttpContext context, ValueTask<PasswordVerdict> verdict)
    {
        switch (await verdict)
        {
            case PasswordVerdict.Right:
                await next(context);
                break;
            case PasswordVerdict.Busy:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = OneSecond;
                await BodyResponse.WriteAsync(context, "text/plain; charset=utf-8", TooMany);
                break;
            default:
                faults.Report(FaultKind.LoginRefused, "basic auth", "Somebody came with a name or password that is not in basic_auth_users. If it is your scraper, its basic_auth has to be mended.");
                await Refuse(context);
                break;
        }
    }

    private static Task Refuse(HttpContext context)
    {
        SecurityHeaders.Set(context.Response.Headers);
        UnreadBody.Leave(context);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = Challenge;
        return BodyResponse.WriteAsync(context, "text/plain; charset=utf-8", Unauthorized);
    }

    /// <summary>The operator's headers go over those of the paths.</summary>
    private static Task SetHeaders(Answer answer)
    {
        foreach (var (name, value) in answer.Config.Headers) answer.Context.Response.Headers[name] = value;
        return Task.CompletedTask;
    }

    private sealed record Answer(HttpContext Context, WebConfig Config);
}
