/** How pages look: light and dark, on a phone and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1d2329; --faint: #586069; --line: #d5dae0; --raised: #f4f6f8; --link: #0b57b0;
  --pass: #176b2c; --warn: #8a5300; --fail: #b3181f; --skip: #586069; --error: #7a2f98; --known: #586069;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181d; --ink: #e4e8ec; --faint: #a3adb8; --line: #363e47; --raised: #1d232a; --link: #7db4f5;
    --pass: #67cf80; --warn: #f0b249; --fail: #ff8a84; --skip: #a3adb8; --error: #d79bf0; --known: #a3adb8;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header p, .faint { color: var(--faint); }
h1 { font-size: 1.5rem; margin-bottom: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code, pre, svg text { font-family: ui-monospace, Consolas, monospace; }
pre { margin: .5rem 0; padding: .75rem; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem;
  white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
mark { background: none; color: var(--fail); font-weight: bold; }
.wide { overflow-x: auto; background:
  linear-gradient(to right, var(--ground) 1rem, transparent) 0 / 2rem 100% no-repeat local,
  linear-gradient(to left, var(--ground) 1rem, transparent) 100% / 2rem 100% no-repeat local,
  linear-gradient(to right, var(--line), transparent) 0 / .6rem 100% no-repeat,
  linear-gradient(to left, var(--line), transparent) 100% / .6rem 100% no-repeat; }
.failures { padding: 0; list-style: none; }
.failures li { margin: .5rem 0; overflow-wrap: anywhere; }
tbody + tbody { border-top: 3px solid var(--line); }
table { border-collapse: collapse; font-size: .9rem; }
th, td { padding: .25rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
thead th { background: var(--raised); }
td code { overflow-wrap: anywhere; }
.cards { display: flex; flex-wrap: wrap; gap: 1rem; }
.card { flex: 1 1 20rem; padding: 1rem; background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; }
.card p { margin: .4rem 0 0; overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: .5rem 0; }
form[hidden] { display: none; }
label { display: grid; font-size: .85rem; }
input, select { font: inherit; height: 2.1rem; padding: .25rem .4rem; max-width: 100%; }
article { margin: 1rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; content-visibility: auto;
  contain-intrinsic-size: auto 12rem; }
article:target { border-color: var(--link); border-width: 2px; }
tr:target { background: var(--raised); }
.result { border-top: 1px solid var(--line); padding-top: .6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
.pass { color: var(--pass); } .warn { color: var(--warn); } .fail { color: var(--fail); }
.skip { color: var(--skip); } .error { color: var(--error); } .known { color: var(--known); }
.outcome { font-weight: 600; white-space: nowrap; }
svg { display: block; max-width: none; }
svg text { fill: var(--ink); font-size: 12px; }
svg .halo { paint-order: stroke; stroke: var(--ground); stroke-width: 4px; }
svg .small { fill: var(--faint); }
svg .life { stroke: var(--line); stroke-width: 2; }
svg .arrow { stroke: var(--ink); stroke-width: 1.5; fill: var(--ink); }
svg .box { fill: var(--raised); stroke: var(--line); }
svg .ok { stroke: var(--pass); } svg .partly { stroke: var(--warn); } svg .failed { stroke: var(--fail); }
svg .left-out { stroke: var(--skip); stroke-dasharray: 4 4; }
svg .wire { stroke-width: 3; fill: none; }
svg text.bad { fill: var(--fail); font-weight: bold; }
@media (max-width: 40rem) { .aside { display: none; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } th, td { padding: .25rem .35rem; } }
@media print {
  form { display: none; }
  article { content-visibility: visible; break-inside: avoid-page; }
  .wide { overflow: visible; }
  details::details-content { content-visibility: visible; display: block; }
}
`;
