import { schemeColors } from "../plot-colors.ts";

const font = "'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif";

/** On screens that ask for it, each of the plots' colours gives way to its twin. */
const darkPlots: string = schemeColors
  .flatMap(({ onLight, onDark }) =>
    ["fill", "stroke"].map((name) => `.plot [${name}="${onLight}"] { ${name}: ${onDark}; }`),
  )
  .join("\n  ");

/** The report's style sheet. */
export const reportStyle: string = `
:root {
  color-scheme: light dark;
  --ink: #1f2328; --quiet: #5a626a; --paper: #ffffff; --line: #dfe3e6; --band: #f4f6f8; --link: #0065a0; --bad: #a3261c;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ink: #e8eaed; --quiet: #a8b0b8; --paper: #16191d; --line: #30363c; --band: #1e2227; --link: #6cbcf0; --bad: #ff8f80;
  }
  ${darkPlots}
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem;
  font: 17px/1.55 ${font}; color: var(--ink); background: var(--paper);
}
h1, h2, h3 { line-height: 1.2; font-weight: 600; text-wrap: balance; }
h1 { font-size: 2rem; margin: 0 0 .4rem; }
h2 { font-size: 1.5rem; margin: 0 0 1rem; padding-top: 2.2rem; border-top: 1px solid var(--line); }
section { margin-top: 2.6rem; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
.lead { margin: 0 0 1.4rem; color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: 0 0 1.6rem; font-size: .95rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
nav { padding: 1rem 1.25rem; background: var(--band); border-radius: .5rem; }
nav h2 { all: unset; display: block; font-weight: 600; margin-bottom: .4rem; }
nav ol { margin: 0; padding-left: 1.6rem; columns: 18rem 2; column-gap: 2rem; }
nav li { break-inside: avoid; padding: .1rem 0; }
.findings { padding-left: 1.3rem; margin: 0 0 1.6rem; }
.findings li { margin: .35rem 0; }
.note { color: var(--quiet); font-size: .93rem; margin: .5rem 0 2rem; }
.wide { overflow-x: auto; margin-top: 1.6rem; }
table { border-collapse: collapse; min-width: min(100%, 34rem); font-size: .95rem; font-variant-numeric: tabular-nums lining-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: .45rem; }
th, td { padding: .32rem .7rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; vertical-align: bottom; border-bottom: 2px solid var(--quiet); white-space: normal; }
th:first-child { text-align: left; padding-left: 0; font-weight: 400; position: sticky; left: 0; background: var(--paper); }
thead th:first-child { font-weight: 600; }
td:last-child, th:last-child { padding-right: 0; }
tbody tr:hover :is(td, th) { background: var(--band); }
td.long, th.long { white-space: normal; text-align: left; min-width: 18rem; }
tbody th { white-space: normal; min-width: 9rem; }
figure { margin: 1.8rem 0 2.2rem; }
.plot { overflow-x: auto; }
.plot svg { display: block; width: 100%; height: auto; min-width: 36rem; }
figcaption { color: var(--quiet); font-size: .93rem; margin-top: .5rem; }
figcaption strong { color: var(--ink); font-weight: 600; }
.failed { border-left: 4px solid var(--bad); background: var(--band); padding: .8rem 1.1rem; border-radius: .25rem; overflow-wrap: anywhere; }
.failed strong { color: var(--bad); }
.failed ul { margin: .4rem 0 0; padding-left: 1.2rem; }
.tag { color: var(--bad); font-size: .9rem; }
@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem; font-size: 16px; }
  h1 { font-size: 1.6rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  nav { background: none; padding: 0; }
  a { color: inherit; }
  figure, tr, .failed { break-inside: avoid; }
  h2, caption { break-after: avoid; }
  .wide, .plot { overflow: visible; }
  .plot svg { min-width: 0; max-width: 15cm; margin: 0 auto; }
  th:first-child { position: static; }
  th, td { white-space: normal; padding: .2rem .45rem; }
}
`;
