/** The style of a report's page: light and dark by the reader's own setting, black on white when printed. */
export const pageStyle = `
:root { color-scheme: light dark; --back: #fff; --front: #1c2024; --soft: #60646c; --line: #d9d9e0; --card: #f6f7f9;
  --good: #1a7f37; --bad: #c62828; --doubtful: #9a6700; --quiet: #60646c; --path: #0b6bcb; }
@media (prefers-color-scheme: dark) { :root { --back: #16181c; --front: #e6e8eb; --soft: #a0a6ae; --line: #363a40; --card: #1f2227;
  --good: #4cc36a; --bad: #ff8078; --doubtful: #e3b341; --quiet: #a0a6ae; --path: #6cb6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem; background: var(--back); color: var(--front);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0 0 .75rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
.badge { border-radius: .4rem; padding: .1rem .5rem; } .badge[class] { color: var(--back); }
.badge.good { background: var(--good); } .badge.bad { background: var(--bad); } .badge.doubtful { background: var(--doubtful); }
.badge.quiet { background: var(--quiet); }
dl { display: grid; gap: .1rem 1rem; margin: 0; } dl div { display: grid; grid-template-columns: 7rem 1fr; }
dt { color: var(--soft); } dd { margin: 0; }
.good { color: var(--good); } .bad { color: var(--bad); } .doubtful { color: var(--doubtful); } .quiet { color: var(--quiet); }
.note, .place, .time, .facts { color: var(--soft); font-size: .9em; } .time { font-variant-numeric: tabular-nums; }
.facts { margin-block: .25rem; } .tag { color: var(--path); font-size: .85em; } .name { font-weight: 600; }
.row, summary { padding: .15rem .25rem; } .row { padding-left: 1.25rem; } summary { cursor: pointer; }
summary:focus-visible { outline: 2px solid var(--path); }
details > :not(summary) { margin-left: 1.25rem; }
ul, ol { margin: .25rem 0; padding-left: 1.5rem; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .3rem; padding: .4rem .6rem; margin-block: .25rem;
  font: 13px/1.4 ui-monospace, monospace; white-space: pre-wrap; max-height: 24rem; overflow: auto; }
pre.command { border-left: 3px solid var(--path); }
.failure { border-left: 3px solid var(--bad); padding-left: .75rem; margin: .75rem 0; } .failure p { margin: .1rem 0; }
.timeline { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: .85em; }
.timeline th { width: 38%; text-align: left; font-weight: normal; padding: 0 .5rem 0 0; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; }
.timeline .path th { color: var(--path); font-weight: 600; } .timeline td { padding: 1px 0; }
.track { display: block; position: relative; height: .9rem; background: var(--card); border-radius: .15rem; }
.bar { position: absolute; top: 0; height: 100%; min-width: 2px; border-radius: .15rem; background: currentColor; opacity: .8; }
.scale { display: flex; justify-content: space-between; color: var(--soft); }
@media print {
  :root { color-scheme: light; --back: #fff; --front: #000; --soft: #444; --line: #bbb; --card: #fff;
    --good: #1a7f37; --bad: #c62828; --doubtful: #7d5200; --quiet: #444; --path: #0b5394; }
  body { max-width: none; padding: 0; font-size: 11px; } pre { max-height: none; font-size: 10px; }
  .bar, .badge { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  summary { list-style: none; } h2, h3, summary { break-after: avoid; } .failure, .timeline tr { break-inside: avoid; }
}
`
