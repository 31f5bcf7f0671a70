export const style = `
:root { color-scheme: light dark; --ink: #1d2433; --soft: #5a6478; --paper: #f5f6f8; --card: #fff; --line: #d5dae3; --accent: #1f5fbf;
  --held: #e3edfb; --bad: #b3261e; --client: #7a4fb5; --edge: #1f5fbf; --exchange: #11766b; --own: #8a5a00; --event: #5a6478; --refused: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9f0; --soft: #a3acbd; --paper: #14171d; --card: #1e232c; --line: #363d4a; --accent: #8ab4f8; --held: #26344d;
    --bad: #f2b8b5; --client: #c6a6f0; --edge: #8ab4f8; --exchange: #6fd0c4; --own: #e8bb6a; --event: #a3acbd; --refused: #f2b8b5 }
}
* { box-sizing: border-box }
body { margin: 0; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink); font: 1rem/1.45 system-ui, sans-serif }
main { max-width: 76rem; margin: 0 auto }
h1 { margin: .25rem 0; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere }
a { color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
code { font-size: .9em; overflow-wrap: anywhere }
s { color: var(--soft) }
.lead, .legend { margin: .25rem 0 1rem; color: var(--soft) }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
ol, ul { margin: 0; padding: 0; list-style: none }
.hops { display: grid; gap: .5rem }
.hop { display: grid; gap: .5rem 1.25rem; padding: .75rem 1rem; background: var(--card); border: 1px solid var(--line);
  border-left: .35rem solid var(--kind); border-radius: .4rem }
.client { --kind: var(--client) } .edge { --kind: var(--edge) } .exchange { --kind: var(--exchange) }
.own { --kind: var(--own) } .event { --kind: var(--event) } .refused { --kind: var(--refused) }
.event { border-style: dashed; border-left-style: solid }
h2 { display: inline; margin: 0 .5rem 0 0; font-size: 1.05rem }
.how { color: var(--kind); font-size: .85rem; font-weight: 600; white-space: nowrap }
.who p { margin: .15rem 0 0; color: var(--soft); font-size: .9rem }
.status { font-weight: 600 } .who .bad { color: var(--bad) }
h3, dt { margin: 0; color: var(--soft); font-size: .75rem; font-weight: 600; letter-spacing: .03em; text-transform: uppercase }
.names ul { display: flex; flex-wrap: wrap; gap: .25rem; margin-top: .2rem }
.names li { padding: .05rem .45rem; background: var(--held); border-radius: .3rem; font-size: .85rem }
.names li:has(s) { padding-inline: .1rem; background: none }
.names p { margin: .1rem 0 0; color: var(--soft); font-size: .85rem }
dl { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; margin: 0 }
dd { margin: 0; font-size: .85rem; overflow-wrap: anywhere }
.journeys li { display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: .6rem 1rem; background: var(--card); border: 1px solid var(--line);
  border-bottom-width: 0; color: var(--soft); font-size: .9rem }
.journeys li:last-child { border-bottom-width: 1px }
.journeys a { flex: 1 1 14rem; font-weight: 600 }
@media (min-width: 56rem) {
  .hop { grid-template-columns: 1fr 20rem 17rem }
  dl { grid-column: 1 / -1 }
  .depth-1 { margin-left: 1.5rem } .depth-2 { margin-left: 3rem } .depth-3 { margin-left: 4.5rem } .depth-4 { margin-left: 6rem }
}
`;
