namespace Metamorph.Reports;

/// <summary>The look of a page; colours are those of <see cref="ChartStyle"/>.</summary>
internal static class PageStyle
{
    // No child combinators: their sign would be escaped.
    internal const string Css = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        .page{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
        main{max-width:1080px;margin:0 auto;padding:24px 16px 48px}
        h1{font-size:28px;line-height:1.2;margin:0 0 8px;overflow-wrap:anywhere}
        h2{font-size:20px;line-height:1.3;margin:40px 0 8px;padding-top:16px;border-top:1px solid var(--grid);overflow-wrap:anywhere}
        h3{font-size:16px;line-height:1.3;font-weight:600;margin:24px 0 8px;overflow-wrap:anywhere}
        p{margin:8px 0;max-width:72ch;overflow-wrap:anywhere}
        .lead{font-size:18px;color:var(--soft)}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:24px 28px;margin:16px 0}
        .charts .chart{max-width:540px}
        .legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:12px 0 0;padding:0;list-style:none;font-size:14px}
        .legend li{display:flex;align-items:center;gap:8px}
        .legend .chart{width:26px;height:17px}
        .gallery{display:grid;grid-template-columns:minmax(0,12em) minmax(0,1fr);gap:14px 18px;margin:12px 0 20px}
        .gallery .who{font-size:14px;line-height:1.35;overflow-wrap:anywhere}
        .gallery ul{display:flex;flex-wrap:wrap;gap:8px 10px;margin:0;padding:0;list-style:none}
        .gallery li{font-size:11px;line-height:1.3;text-align:center;color:var(--soft);font-variant-numeric:tabular-nums}
        .gallery li span{display:block;margin-top:4px}
        .gallery img{display:block;width:100%;height:auto;image-rendering:pixelated;border-radius:2px}
        .gallery .given img{box-shadow:0 0 0 3px var(--c0)}
        .gallery .wrong img{box-shadow:0 0 0 3px var(--c1)}
        .gallery .given,.gallery .wrong{color:var(--ink)}
        .scroll{overflow-x:auto;margin:16px 0}
        table{border-collapse:separate;border-spacing:0;font-size:15px;line-height:1.35}
        th,td{text-align:left;vertical-align:top;padding:7px 20px 7px 0;border-bottom:1px solid var(--grid)}
        thead th{color:var(--soft);font-weight:500;vertical-align:bottom;border-bottom:1px solid var(--muted)}
        tbody th{font-weight:500;min-width:9em}
        th.number,td.number{text-align:right;font-variant-numeric:tabular-nums}
        td.number{white-space:pre}
        tbody th,thead th:first-child{position:sticky;left:0;background:var(--paper)}
        thead th:first-child{z-index:1}
        strong{color:var(--c0);font-weight:700}
        pre{margin:12px 0;padding:12px 14px;white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--grid);border-radius:6px;font:13.5px/1.5 ui-monospace,monospace}
        summary{cursor:pointer;color:var(--soft)}
        :focus-visible{outline:2px solid var(--c0);outline-offset:2px}
        @media (max-width:520px){.gallery{grid-template-columns:minmax(0,1fr);gap:6px 0}.gallery ul{margin-bottom:12px}h1{font-size:24px}main{padding-top:16px}.lead{font-size:17px}th,td{padding-right:14px}tbody th{max-width:40vw;overflow-wrap:anywhere}table{font-size:14px}}
        @media print{main{max-width:none}.chart,.gallery ul{break-inside:avoid}}
        """;
}
