namespace Wattshare.Exporter.Web;

/// <summary>The style of the page.</summary>
internal static class PageStyle
{
    /// <summary>Follows the reader's choice of light or dark. Text of others is isolated, so that it cannot turn the line around it.</summary>
    public const string Css =
        """

        :root { --ink: #1c1917; --soft: #57534e; --line: #d6d3d1; --paper: #fafaf9; --card: #ffffff; --accent: #b45309; --warn: #fef3c7; --bad: #b91c1c; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #f5f5f4; --soft: #a8a29e; --line: #44403c; --paper: #1c1917; --card: #292524; --accent: #fbbf24; --warn: #451a03; --bad: #f87171; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 68rem; padding: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
        header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1rem; }
        h1 { margin: 0; font-size: 1.25rem; color: var(--accent); }
        h2 { margin: 0 0 .5rem; font-size: 1rem; }
        p { margin: 0 0 .5rem; }
        header p, footer, section > p:not(.total) { color: var(--soft); font-size: .875rem; }
        section { margin: 1rem 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
        a { color: var(--accent); }
        .total { font-size: 2.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .unit { font-size: 1.25rem; color: var(--soft); }
        .scroll { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: .875rem; }
        th, td { padding: .3rem .75rem .3rem 0; text-align: start; vertical-align: top; border-top: 1px solid var(--line); unicode-bidi: isolate; }
        thead th { border-top: 0; color: var(--soft); font-weight: 600; white-space: nowrap; }
        tbody th { font-weight: 600; }
        td, tbody th { min-width: 8rem; max-width: 22rem; overflow-wrap: anywhere; }
        .n { min-width: 0; text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
        ul { margin: 0 0 .75rem; padding: 0; list-style: none; }
        .note { padding: .5rem .75rem; background: var(--warn); border-inline-start: .25rem solid var(--accent); }
        .bad { color: var(--bad); font-weight: 600; }
        .ended, .none { color: var(--soft); }
        @media (max-width: 40rem) { body { padding: .5rem; } section { padding: .75rem; } }

        """;
}
