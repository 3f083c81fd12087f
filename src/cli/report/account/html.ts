import type { Account, AccountedGate, AccountedTask } from '../../../index.ts'
import { visibleOutput } from '../../visible.ts'
import { escapeMarkup as text } from '../markup.ts'
import { seconds, type Names } from '../plain.ts'
import { attemptFacts, commandFacts, statementFacts } from './evidence.ts'
import {
  criteriaOf,
  criterionFacts,
  judged,
  placeOf,
  signOf,
  stateOf,
  untold,
  wordOf,
} from './facts.ts'
import {
  claimed,
  decisions,
  failures,
  figures,
  pathLength,
  pathSteps,
  remarkLines,
  skipped,
  stretchLines,
} from './sections.ts'
import { pageStyle } from './page-style.ts'
import { timeline } from './timeline.ts'

// One page in one file. Its policy forbids every request; it has no script. Every text goes through `text`.

const policy = "default-src 'none'; style-src 'unsafe-inline'"

/** An account as a page. */
export function accountHtml(account: Account, names: Names): string {
  const { sign, tone } = signOf(account.outcome)
  const title = `Run ${account.run}: ${account.outcome}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${text(policy)}">
<title>${text(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1><span class="badge ${tone}">${sign} ${text(account.outcome)}</span> Run ${text(account.run)}</h1>
<dl>${figures(account)
    .map(([label, value]) => `<div><dt>${text(label)}</dt><dd>${text(value)}</dd></div>`)
    .join('')}</dl>
</header>
<main>
${[
  section('failed', 'What failed', failed(account, names)),
  section('path', `What decided the length: ${seconds(pathLength(account))}`, path(account, names)),
  section('timeline', 'When what ran', timeline(account, names)),
  section('tasks', 'Tasks', tasks(account, names)),
  section('gates', 'Gates', account.gates.map((gate) => oneGate(gate, names)).join('\n')),
  section('skipped', 'Skipped', pairs(skipped(account, names))),
  section('claimed', 'Only claimed, not measured', pairs(claimed(account, names))),
  section('decided', 'Decided by people', pairs(decisions(account, names))),
  section('remarks', 'Waivers, contingencies and signals', remarked(account, names)),
  section('executed', 'Executed', list(stretchLines(account))),
].join('')}</main>
</body>
</html>
`
}

function section(id: string, title: string, content: string): string {
  return content === ''
    ? ''
    : `<section id="${id}">\n<h2>${text(title)}</h2>\n${content}\n</section>\n`
}

function list(lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `<ul>${lines.map((line) => `<li>${text(line)}</li>`).join('')}</ul>`
}

function pairs(all: readonly (readonly [string, string])[]): string {
  const items = all.map(
    ([what, how]) => `<li>${text(what)} <span class="note">${text(how)}</span></li>`,
  )
  return items.length === 0 ? '' : `<ul>${items.join('')}</ul>`
}

function remarked(account: Account, names: Names): string {
  const items = remarkLines(account, names).map(
    ({ what, how, evidence: proof }) =>
      `<li>${text(what)} <span class="note">${text(how)}</span>${proof.map((one) => evidence(one, names)).join('')}</li>`,
  )
  return items.length === 0 ? '' : `<ul>${items.join('')}</ul>`
}

function failed(account: Account, names: Names): string {
  return failures(account, names)
    .map(
      ({ name, place, reason, output: said }) =>
        `<div class="failure"><strong>${text(name)}</strong> <span class="place">${text(place)}</span><p>${text(reason)}</p>${output(said.join('\n'))}</div>`,
    )
    .join('\n')
}

function path(account: Account, names: Names): string {
  const steps = pathSteps(account, names).map(
    ({ name, took, note }) =>
      `<li>${text(name)} <span class="time">${text(took)}</span>${note === '' ? '' : ` <span class="note">${text(note)}</span>`}</li>`,
  )
  return steps.length === 0 ? '' : `<ol>${steps.join('')}</ol>`
}

function tasks(account: Account, names: Names): string {
  const onPath = new Set(account.path.map(({ key }) => key))
  let phase: string | null = null
  return account.tasks
    .map((task) => {
      const isNew = task.phase !== phase && task.phase !== null
      phase = task.phase
      const head = isNew ? `<h3>${text(task.phase ?? '')}</h3>\n` : ''
      return head + oneTask(task, names, onPath.has(task.key))
    })
    .join('\n')
}

function oneTask(task: AccountedTask, names: Names, isOnPath: boolean): string {
  const { sign, tone } = signOf(task.status)
  const missing = untold(task)
  const summary = [
    `<span class="sign ${tone}">${sign}</span> <span class="name">${text(names(task.key))}</span>`,
    `<span class="status ${tone}">${text(missing === null ? stateOf(task) : `${stateOf(task)}, ${missing}`)}</span>`,
    ...(isOnPath ? ['<span class="tag">decided the length</span>'] : []),
    ...(task.duration === null ? [] : [`<span class="time">${seconds(task.duration)}</span>`]),
    `<span class="place">${text(placeOf(task))}</span>`,
  ].join(' ')
  if (task.attempts.length === 0) return `<div class="row">${summary}</div>`
  const attempts = task.attempts.map(
    (attempt) =>
      `<p class="facts">${text(attemptFacts(attempt, task))}</p>` +
      list(attempt.notes.map((note) => note.text)) +
      attempt.evidence.map((one) => evidence(one, names)).join(''),
  )
  return `<details${task.status === 'failed' ? ' open' : ''}><summary>${summary}</summary>${attempts.join('')}</details>`
}

function oneGate(gate: AccountedGate, names: Names): string {
  const { sign, tone } = signOf(gate.verdict)
  const last = judged(gate)
  const criteria = criteriaOf(gate).map(({ text: words, expect, result }) => {
    const mark = signOf(result?.verdict ?? null)
    const expected = expect === null || result ? '' : ` <span class="note">→ ${text(expect)}</span>`
    const head = `<span class="sign ${mark.tone}">${mark.sign}</span> ${text(words)}${expected} <span class="note">${text(criterionFacts(result))}</span>`
    const proof = (result?.evidence ?? []).map((one) => evidence(one, names)).join('')
    if (proof === '') return `<div class="row">${head}</div>`
    return `<details${result?.verdict === 'failed' ? ' open' : ''}><summary>${head}</summary>${proof}</details>`
  })
  const time =
    last?.ended == null ? '' : ` <span class="time">${seconds(last.ended - last.started)}</span>`
  const rounds =
    gate.evaluations.length > 1
      ? ` <span class="note">${gate.evaluations.length} evaluations</span>`
      : ''
  const because = gate.reason === '' ? '' : ` <span class="note">${text(gate.reason)}</span>`
  return `<h3><span class="sign ${tone}">${sign}</span> ${text(names(gate.key))} <span class="status ${tone}">${text(wordOf(gate.verdict))}</span>${because}${rounds}${time} <span class="place">${text(placeOf(gate))}</span></h3>\n${criteria.join('\n')}`
}

type Evidence = AccountedTask['attempts'][number]['evidence'][number]

function evidence(one: Evidence, names: Names): string {
  if (one.kind !== 'command') return `<p class="facts">${text(statementFacts(one, names))}</p>${output('tail' in one ? one.tail : '')}` // prettier-ignore
  const whole = text(`sha256 of the whole output: ${one.hash}`)
  return `<pre class="command">${text(one.command.trim())}</pre><p class="facts" title="${whole}">${text(commandFacts(one))}</p>${output(one.tail)}`
}

function output(tail: string): string {
  const shown = visibleOutput(tail).trimEnd()
  return shown.trim() === '' ? '' : `<pre>${text(shown)}</pre>`
}
