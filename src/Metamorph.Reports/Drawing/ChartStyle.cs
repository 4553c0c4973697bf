namespace Metamorph.Reports;

/// <summary>Colours and writing of charts, in light and in dark mode.</summary>
internal static class ChartStyle
{
    /// <summary>How many colours there are.</summary>
    internal const int Colors = 7;

    // Okabe and Ito's colours without yellow, which white paper swallows; on dark paper those that it swallows are lighter.
    internal const string Css = """
        .chart,.page{--paper:#fff;--ink:#1c2127;--soft:#59636e;--grid:#e4e8ec;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#e69f00;--c5:#56b4e9;--c6:#1c2127;--muted:#8b949e}
        @media (prefers-color-scheme:dark){.chart,.page{--paper:#14181d;--ink:#e8ebee;--soft:#a5afb9;--grid:#2d343c;--c0:#3d9fe0;--c1:#f07f2e;--c2:#1fbf92;--c3:#dd94bc;--c4:#f0b429;--c5:#8ccdf5;--c6:#e8ebee;--muted:#7d8791}}
        .chart{display:block;width:100%;height:auto;font:12px system-ui,sans-serif}
        .chart text{fill:var(--soft);font-variant-numeric:tabular-nums}
        .chart .title{fill:var(--ink);font-size:14px;font-weight:600}
        .chart .name{fill:var(--ink)}
        .chart .tick{font-size:11px}
        .chart .paper{fill:var(--paper)}
        .chart .grid{stroke:var(--grid);stroke-width:1}
        .chart .axis{stroke:var(--muted);stroke-width:1}
        .c0{--c:var(--c0)}.c1{--c:var(--c1)}.c2{--c:var(--c2)}.c3{--c:var(--c3)}.c4{--c:var(--c4)}.c5{--c:var(--c5)}.c6{--c:var(--c6)}.muted{--c:var(--muted)}
        .chart .line{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        .chart .muted .line{stroke-width:1.5}
        .chart .dashed{stroke-dasharray:5 4}
        .chart .band{fill:var(--c);opacity:.15}
        .chart .dot{fill:var(--c);stroke:var(--paper);stroke-width:.8}
        .chart .many{fill-opacity:.65;stroke-width:.3}
        .chart .open{fill:none;stroke:var(--c);stroke-width:1.4}
        .chart .bar{fill:var(--c)}
        .chart .whisker{fill:none;stroke:var(--ink);stroke-width:1.2}
        .chart .cell{fill:var(--c)}
        .chart .on{fill:#fff}
        """;
}
