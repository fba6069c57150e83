namespace Wattshare.Exporter.Web;

/// <summary>The markup of the page, with places for style, script and the path of the metrics.</summary>
internal static class PageMarkup
{
    /// <summary>A whole HTML document. All addresses are relative, so that it works below a prefix of a reverse proxy.</summary>
    public const string Html =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>wattshare</title>
        <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%23d97706' d='M9 0 3 9h4l-1 7 7-10H8z'/%3E%3C/svg%3E">
        <style>{{style}}</style>
        </head>
        <body>
        <header>
        <h1>wattshare</h1>
        <p id="status" role="status">Loading.</p>
        </header>
        <main>
        <noscript><p class="note">This page needs JavaScript to show live figures. The same figures are in
        <a href="{{telemetry}}">{{telemetry}}</a> and <a href="api/v1/snapshot">api/v1/snapshot</a>.</p></noscript>
        <section aria-labelledby="power-title">
        <h2 id="power-title">Host power</h2>
        <p class="total"><span id="total">–</span> <span class="unit">W</span></p>
        <ul id="methods"></ul>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="power-title"><table>
        <thead><tr><th scope="col">Component</th><th scope="col" class="n">Power</th><th scope="col" class="n">Energy</th>
        <th scope="col">How</th><th scope="col">Idle floor</th></tr></thead>
        <tbody id="components"></tbody>
        </table></div>
        </section>
        <section aria-labelledby="balance-title">
        <h2 id="balance-title">Where it goes</h2>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="balance-title"><table>
        <thead><tr><th scope="col">Share</th><th scope="col" class="n">Power</th><th scope="col" class="n">Energy</th></tr></thead>
        <tbody id="balance"></tbody>
        </table></div>
        </section>
        <section aria-labelledby="vms-title">
        <h2 id="vms-title">Virtual machines</h2>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="vms-title"><table>
        <thead><tr><th scope="col">Name</th><th scope="col" class="n">Power</th>
        <th scope="col" class="n">Active energy</th><th scope="col" class="n">Idle energy</th><th scope="col">UUID</th></tr></thead>
        <tbody id="vms"></tbody>
        </table></div>
        </section>
        <section aria-labelledby="containers-title">
        <h2 id="containers-title">Containers</h2>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="containers-title"><table>
        <thead><tr><th scope="col">Name</th><th scope="col" class="n">Power</th><th scope="col" class="n">Active energy</th>
        <th scope="col" class="n">Idle energy</th><th scope="col">Pod</th><th scope="col">Id</th></tr></thead>
        <tbody id="containers"></tbody>
        </table></div>
        </section>
        <section aria-labelledby="processes-title">
        <h2 id="processes-title">Processes</h2>
        <p>The 20 with the highest active power.</p>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="processes-title"><table>
        <thead><tr><th scope="col">Command</th><th scope="col" class="n">PID</th>
        <th scope="col" class="n">Power</th><th scope="col" class="n">Energy</th><th scope="col">Belongs to</th></tr></thead>
        <tbody id="processes"></tbody>
        </table></div>
        </section>
        <section aria-labelledby="sensors-title">
        <h2 id="sensors-title">Sensors</h2>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="sensors-title"><table>
        <thead><tr><th scope="col">Sensor</th><th scope="col">Zone</th><th scope="col">Path</th><th scope="col">Counts for</th>
        <th scope="col">State</th><th scope="col" class="n">Failed reads</th></tr></thead>
        <tbody id="sensors"></tbody>
        </table></div>
        </section>
        <section aria-labelledby="faults-title">
        <h2 id="faults-title">Faults</h2>
        <ul id="faults"></ul>
        </section>
        </main>
        <footer><a href="{{telemetry}}">{{telemetry}}</a> · <a href="api/v1/snapshot">api/v1/snapshot</a> · <span id="version"></span></footer>
        <script>{{script}}</script>
        </body>
        </html>

        """;
}
