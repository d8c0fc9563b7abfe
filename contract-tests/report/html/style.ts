/** The style of a report page: light and dark, on a phone and on a wide screen. */
export const style = `
:root { color-scheme: light dark; --text: #1c2024; --back: #fcfcfd; --card: #fff; --line: #d9dce1; --quiet: #5b6470;
  --good: #18794e; --bad: #c62a2f; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --text: #e8eaed; --back: #16181b; --card: #1f2226; --line: #3a3f46;
  --quiet: #a5adb8; --good: #4cc38a; --bad: #ff8589; --warn: #f0c000; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
header { padding: 1.5rem max(1rem, calc(50vw - 34rem)); border-bottom: 4px solid var(--line); }
header.good { border-color: var(--good); } header.bad { border-color: var(--bad); }
main { max-width: 70rem; margin: 0 auto; padding: 0 1rem 3rem; }
h1, h2, h3 { overflow-wrap: anywhere; } h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .7rem; } h3 { font-size: 1rem; margin: 0; }
p { margin: .3rem 0; overflow-wrap: anywhere; } .quiet { color: var(--quiet); font-size: .875rem; }
.wide { overflow-x: auto; position: relative; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: center; } tbody th { text-align: left; }
td.kept, .counts .kept { color: var(--good); } td.violated, .counts .violated { color: var(--bad); font-weight: 700; }
td.warned, .counts .warned { color: var(--warn); } td.not-exercised, .counts .not-exercised { color: var(--quiet); }
.counts { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: 1.1rem; margin: .5rem 0; } .counts b { font-size: 1.3em; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.rule { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--bad); border-radius: 6px;
  padding: .6rem 1rem; margin: .6rem 0; } .rule.warning { border-left-color: var(--warn); }
.rule > summary h3 { display: inline; } .rule > summary .quiet { display: block; overflow-wrap: anywhere; }
summary { cursor: pointer; overflow-wrap: anywhere; } article { margin: .6rem 0; } article + article { border-top: 1px solid var(--line); padding-top: .6rem; }
ul { margin: .2rem 0; padding-left: 1.2rem; } li { overflow-wrap: anywhere; }
button.copy { font: inherit; font-size: .875rem; min-height: 2.2rem; padding: 0 .9rem; margin: .4rem 0 0; cursor: pointer;
  color: inherit; background: var(--back); border: 1px solid var(--quiet); border-radius: 6px; }
dl { display: grid; grid-template-columns: minmax(6rem, 16rem) minmax(0, 1fr); gap: .2rem 1rem; margin: .5rem 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: .85rem/1.45 ui-monospace, monospace; } pre { overflow-x: auto; padding: .6rem; border: 1px solid var(--line); }
figure { margin: 0 0 1.2rem; } figcaption { overflow-wrap: anywhere; } svg { width: 100%; height: 34px; display: block; }
.axis { stroke: var(--line); } .broken { fill: var(--bad); } .legend { font-size: .8rem; color: var(--quiet); }
.type-0 { fill: #8e8cd8; color: #8e8cd8; } .type-1 { fill: #3e9bd6; color: #3e9bd6; } .type-2 { fill: #5b5bd6; color: #5b5bd6; }
.type-3 { fill: #0b68a8; color: #0b68a8; } .type-4 { fill: #d6872b; color: #d6872b; } .type-5 { fill: #a8893a; color: #a8893a; }
.type-6 { fill: #30a46c; color: #30a46c; } .type-7 { fill: #8d8d8d; color: #8d8d8d; } .type-other { fill: #d6409f; color: #d6409f; }
@media (max-width: 34rem) { dl { grid-template-columns: minmax(0, 1fr); } th, td { padding: .25rem .35rem; } }
`;
