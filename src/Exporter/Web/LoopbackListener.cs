using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Wattshare.Exporter.Web;

/// <summary>The mark on connections to an address that only this machine reaches. Any thread.</summary>
internal sealed class LoopbackListener
{
    private static readonly LoopbackListener Sign = new();

    private LoopbackListener()
    {
    }

    /// <summary>Marks every connection to a listening address.</summary>
    /// <param name="endpoint">The address.</param>
    public static void Mark(ListenOptions endpoint) => endpoint.Use(static next => connection =>
    {
        connection.Features.Set(Sign);
        return next(connection);
    });

    /// <summary>Tells whether a request came over such a connection.</summary>
    /// <param name="context">The request.</param>
    /// <returns>True when it did.</returns>
    public static bool Took(HttpContext context) => context.Features.Get<LoopbackListener>() is not null;
}
