using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Web;

/// <summary>
/// Stands before everything else: on an address that only this machine reaches a request has to name this machine. A page of the internet whose
/// name its owner lets point at 127.0.0.1 (DNS rebinding) could read the figures through a visitor's browser otherwise, since to the browser it
/// is then of the same origin. Other addresses have names that are not known here, so that any is taken. Any thread.
/// </summary>
/// <param name="faults">Where refused requests are counted.</param>
/// <param name="next">Answers who may pass.</param>
internal sealed class HostGate(FaultLog faults, RequestDelegate next)
{
    private static readonly byte[] Misdirected = "This address is asked for as localhost or by a loopback address only. A proxy has to send the host of its upstream (docs/web-config.md).\n"u8.ToArray();

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The running answer.</returns>
    public Task HandleAsync(HttpContext context)
    {
        var host = context.Request.Headers.Host.ToString();
        if (HostName.IsLoopback(host) || !LoopbackListener.Took(context)) return next(context);
        faults.Report(
            FaultKind.HostRefused, "web", $"A request that only this machine can send asks for the host {Printable.Quote(host)}, and is answered with 421: a page of the internet may "
            + "be behind it. If it is your proxy, let it send the host of its upstream, or ask for localhost (docs/web-config.md).");
        SecurityHeaders.Set(context.Response.Headers);
        UnreadBody.Leave(context);
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return BodyResponse.WriteAsync(context, "text/plain; charset=utf-8", Misdirected);
    }
}
