// The look of a page: on a screen, light or dark, wide or narrow, and on paper.
//
// Colours are variables, so that charts follow the page. `s0` to `s7` mark series; `warm` and `cool` are the two
// ends of a scale.

enum Stylesheet {
  static let text = """
    :root {
      color-scheme: light dark;
      --back: #ffffff; --text: #1d2126; --faint: #5c6670; --line: #d5dae0; --panel: #f5f7f9;
      --accent: #1f5fa8; --good: #1b7340; --bad: #b3261e; --warning: #8a5a00;
      --warm: #e07b1a; --cool: #3f86c9;
      --s0: #2f6fb3; --s1: #d26a0b; --s2: #2b8454; --s3: #ac3d8b;
      --s4: #8a6d1f; --s5: #0d8089; --s6: #c03a3a; --s7: #6a57c8;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --back: #14171a; --text: #e4e7ea; --faint: #9aa5b0; --line: #343b43; --panel: #1c2126;
        --accent: #82b6f2; --good: #6cc994; --bad: #f2938c; --warning: #e5b75c;
        --warm: #d97b25; --cool: #4a90d4;
        --s0: #6ba8ea; --s1: #f0a25c; --s2: #6bc48b; --s3: #e08bc5;
        --s4: #cfb45e; --s5: #55c0ca; --s6: #ee7f7f; --s7: #aa9cf6;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0; background: var(--back); color: var(--text);
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif;
    }
    main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
    h1, h2, h3 { line-height: 1.25; text-wrap: balance; font-weight: 650; }
    h1 { font-size: 1.9rem; margin: 0; letter-spacing: -0.01em; }
    h2 { font-size: 1.3rem; margin: 2.75rem 0 0.75rem; padding-top: 1rem; border-top: 1px solid var(--line); }
    h3 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem; }
    p { margin: 0.75rem 0; max-width: 42rem; }
    a { color: var(--accent); text-underline-offset: 0.15em; }
    .subtitle { color: var(--faint); margin: 0.35rem 0 0; font-size: 1.05rem; }
    nav { margin: 1.5rem 0 0; padding: 0.75rem 1rem; background: var(--panel); border-radius: 0.5rem; }
    nav ol { margin: 0; padding-left: 1.4rem; columns: 16rem 2; column-gap: 2rem; }
    nav li { break-inside: avoid; }
    nav a { text-decoration: none; }
    nav a:hover { text-decoration: underline; }
    footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--faint); font-size: 0.875rem; }
    dl { margin: 1rem 0; }
    dl div { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: 0 1.25rem; padding: 0.35rem 0; border-bottom: 1px solid var(--line); }
    dt { color: var(--faint); }
    dd { margin: 0; }
    .wide { overflow-x: auto; margin: 1rem 0; }
    table { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.4; }
    caption { text-align: left; color: var(--faint); padding-bottom: 0.5rem; }
    th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
    th { font-weight: 600; vertical-align: bottom; border-bottom-color: var(--faint); }
    th:last-child, td:last-child { padding-right: 0; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; font-size: 0.86em; overflow-wrap: anywhere; }
    td.code { min-width: 8rem; }
    td.text { min-width: 9rem; }
    .line { white-space: nowrap; }
    .good { color: var(--good); }
    .bad { color: var(--bad); font-weight: 600; }
    .faint { color: var(--faint); }
    .note { padding: 0.7rem 1rem; border-left: 0.25rem solid var(--accent); background: var(--panel); border-radius: 0 0.4rem 0.4rem 0; color: var(--text); font-weight: 400; }
    .note.good { border-color: var(--good); }
    .note.bad { border-color: var(--bad); }
    .note.warning { border-color: var(--warning); }
    figure { margin: 1.5rem 0; }
    figure svg { display: block; width: 100%; max-width: 38rem; height: auto; }
    figcaption { color: var(--faint); font-size: 0.9rem; line-height: 1.45; margin-top: 0.6rem; max-width: 42rem; }
    svg { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
    svg text { fill: var(--text); }
    svg text.label { fill: var(--faint); }
    svg .grid { stroke: var(--line); stroke-width: 1; fill: none; }
    svg .rule { stroke: var(--faint); stroke-width: 1; fill: none; }
    svg .reference { stroke: var(--faint); stroke-width: 1; stroke-dasharray: 3 3; fill: none; }
    svg .frame { stroke: var(--line); stroke-width: 1; fill: none; }
    .s0 { --c: var(--s0); } .s1 { --c: var(--s1); } .s2 { --c: var(--s2); } .s3 { --c: var(--s3); }
    .s4 { --c: var(--s4); } .s5 { --c: var(--s5); } .s6 { --c: var(--s6); } .s7 { --c: var(--s7); }
    .warm { --c: var(--warm); } .cool { --c: var(--cool); }
    svg .area { fill: var(--c); }
    svg .line { stroke: var(--c); stroke-width: 1.75; fill: none; stroke-linejoin: round; stroke-linecap: round; }
    svg .dots { stroke: var(--c); stroke-width: 2.6; stroke-linecap: round; stroke-opacity: 0.55; fill: none; }
    svg .spread { stroke: var(--c); stroke-width: 2; stroke-linecap: round; fill: none; }
    svg .mark { fill: var(--back); stroke: var(--text); stroke-width: 1.4; }
    svg .halo { stroke: var(--back); stroke-width: 3; stroke-linejoin: round; paint-order: stroke; font-weight: 600; }
    @media (max-width: 30rem) {
      main { padding: 1.5rem 1rem 3rem; }
      h1 { font-size: 1.5rem; }
      dl div { grid-template-columns: 1fr; }
      svg { font-size: 12px; }
    }
    @page { margin: 18mm 16mm; }
    @media print {
      :root { --text: #000000; --faint: #3d444b; --panel: #ffffff; --line: #b8bec5; }
      body { font-size: 10.5pt; }
      main { max-width: none; padding: 0; }
      nav { display: none; }
      h2 { margin-top: 1.75rem; }
      footer { margin-top: 1.5rem; break-inside: avoid; break-before: avoid; }
      .wide { overflow: visible; }
      .note { border: 1px solid var(--line); border-left-width: 0.25rem; }
      a { color: inherit; text-decoration: none; }
      h1, h2, h3, caption { break-after: avoid; }
      figure, dl div, tr, .note { break-inside: avoid; }
      thead { display: table-header-group; break-after: avoid; }
      tbody tr:first-child { break-before: avoid; }
      figure svg { max-width: 14cm; }
      svg, .note { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    }
    """
}
