/** The one style sheet, inline in every page: the policy of the page allows it by its digest and allows nothing else. */
export const style = `
:root { color-scheme: light dark; --ink: #1d2433; --paper: #f5f6f8; --card: #fff; --line: #8a93a5; --accent: #1f5fbf; --error: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9f0; --paper: #14171d; --card: #1e232c; --line: #7a8496; --accent: #8ab4f8; --error: #f2b8b5 }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; justify-items: center; gap: 1rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif }
header { font-weight: 600; letter-spacing: .01em }
main { width: 100%; max-width: 26rem; padding: 2rem; background: var(--card); border-radius: .75rem; box-shadow: 0 1px 4px #0003 }
main.wide { max-width: 40rem }
h2 { margin: 1.5rem 0 .5rem; padding-top: 1.25rem; border-top: 1px solid #8a93a566; font-size: 1.15rem }
h3 { margin: 1.5rem 0 0; font-size: 1rem }
.row { display: flex; gap: 1rem; align-items: start; justify-content: space-between; padding: .75rem 0 }
.row p, .row ul { margin-top: .25rem; margin-bottom: 0 }
.row button { padding: .35rem .8rem; font-size: .9375rem; white-space: nowrap }
.wide .actions button { flex: none }
p:has(+ ul) { margin-bottom: 0 }
.small { font-size: .875rem }
a { color: var(--accent) }
[hidden] { display: none }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.25 }
form { margin: 0 }
label { display: block; margin-top: 1rem; font-weight: 600 }
input { display: block; width: 100%; margin-top: .25rem; padding: .6rem .7rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: .4rem }
input[aria-invalid=true] { border-color: var(--error) }
.choice { display: flex; gap: .75rem; align-items: start; font-weight: 400 }
.choice input { flex: none; width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; accent-color: var(--accent) }
.new { padding: 0 .4rem; font-size: .8rem; color: var(--card); background: var(--accent); border-radius: .6rem }
.error { margin: .35rem 0 0; color: var(--error) }
.actions { display: flex; gap: .75rem; margin-top: 1.5rem }
button, a.button { flex: 1; padding: .65rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer;
  color: var(--card); background: var(--accent); border: 1px solid var(--accent); border-radius: .4rem }
button.quiet, a.button.quiet { color: var(--ink); background: transparent; border-color: var(--line) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
ul { margin: .25rem 0 1rem; padding-left: 1.25rem }
code { overflow-wrap: anywhere }
@media (max-width: 30rem) { main { padding: 1.5rem } .wide .actions button { flex: 1 } }
`;
