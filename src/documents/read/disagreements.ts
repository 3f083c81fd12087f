import type { Diagnostic } from '../../model/index.ts'
import type { DiagnosticCode } from '../check/catalogue.ts'
import { finding } from './finding.ts'
import { agentNames } from './tasks/agents.ts'
import { effortOf, priorityOf } from './tasks/fields.ts'
import type { Draft } from './tasks/identity.ts'
import { groupStatus, taskClaims } from './tasks/statuses.ts'
import type { Mention } from './tasks/mention.ts'
import type { Field } from './text/sections.ts'
import type { Piece, Text } from './text/text.ts'
import { cleanTitle, nameOf } from './text/titles.ts'
import { plain } from './text/words.ts'
import type { Reading } from './understand.ts'

/** Places of a document that say different things of the same task or phase. */
export function disagreements(reading: Reading, text: Text): readonly Diagnostic[] {
  return [...conflicts(reading, text), ...claimConflicts(reading, text), ...aliases(reading, text)]
}

/** Two places of the same weight that disagree, a heading whose word and emoji do, and a finished phase with an open task. */
function conflicts(reading: Reading, text: Text): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const task of reading.tasks) {
    const claims = taskClaims(task)
    const [first] = claims
    const other = claims.find((claim) => first && claim.status !== first.status)
    if (first && other)
      found.push(finding('documents/status-conflict', `Task "${task.id ?? task.title}" is ${first.status} here and ${other.status} elsewhere; ${first.status} counts.`, text.place(first.place), {
        related: [{ message: `${other.status} here`, place: text.place(other.place) }], tasks: [task.key],
      })) // prettier-ignore
    for (const mention of task.mentions) {
      if (mention.tokens.length < 2) continue
      const word = mention.tokens.find((token) => token.kind === 'word')
      const emoji = mention.tokens.find((token) => token.kind === 'emoji')
      if (word && emoji && word.status !== emoji.status && !isColour(emoji))
        found.push(
          finding(
            'documents/status-conflict',
            `${emoji.text} says ${emoji.status}, but "${word.text}" says ${word.status}; the word counts.`,
            text.place(word),
            { tasks: [task.key] },
          ),
        )
    }
  }
  return [...found, ...finishedPhases(reading, text)]
}

/** A coloured circle beside a word only adorns it. */
function isColour({ text }: Piece): boolean {
  return /^[🟡🔵⚪]/u.test(text)
}

/** "Wave 2: Complete (A1 through A7)"; "Phase 5: Complete the move" is something to do. */
function saysOver({ text }: Piece): boolean {
  return /^(?:complete|completed|done)\b\s*(?:$|[(:,—–-])/i.test(nameOf(text))
}

function finishedPhases(reading: Reading, text: Text): readonly Diagnostic[] {
  return reading.phases.flatMap(({ group, tasks }) => {
    const done = group.places.find(
      (place) =>
        groupStatus({ ...group, places: [place] })?.status === 'done' || saysOver(place.title),
    )
    const open = tasks.find((task) => {
      const claim = reading.statuses.get(task)
      return (
        claim !== undefined &&
        claim.rank >= 4 &&
        (claim.status === 'running' || claim.status === 'pending' || claim.status === 'failed')
      )
    })
    if (!done || !open) return []
    const claim = reading.statuses.get(open)
    return [
      finding('documents/status-conflict', `"${group.title}" says that it is complete, but task "${open.id ?? open.title}" is ${claim?.status ?? 'open'}.`, text.place(done.title), {
        related: claim ? [{ message: `${claim.status} here`, place: text.place(claim.place) }] : [], tasks: [open.key],
      }), // prettier-ignore
    ]
  })
}

/** Two places that name different agents, priorities or efforts for one task. */
function claimConflicts(reading: Reading, text: Text): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const task of reading.tasks) {
    if (task.mentions.length < 2) continue
    found.push(
      ...claimConflict(task, text, 'documents/agent-conflict', 'agent', lowerNames),
      ...claimConflict(task, text, 'documents/priority-conflict', 'priority', (value) => [priorityOf(value) ?? []].flat()), // prettier-ignore
      ...claimConflict(task, text, 'documents/effort-conflict', 'effort', effortRange),
    )
  }
  return found
}

function lowerNames(value: string): readonly string[] {
  return agentNames(value).map((name) => name.toLowerCase())
}

function effortRange(value: string): readonly string[] {
  const effort = effortOf(value)
  return effort ? [`${effort.minimum}–${effort.maximum}`] : []
}

function claimConflict(
  task: Draft,
  text: Text,
  code: DiagnosticCode,
  key: Field['key'],
  valuesOf: (value: string) => readonly string[],
): readonly Diagnostic[] {
  const says = (mention: Mention): boolean => mention.fields.some((field) => field.key === key)
  if (task.mentions.filter(says).length < 2) return []
  const ordered = [task.definition, ...task.mentions.filter((each) => each !== task.definition)]
  const claims = ordered.flatMap(({ fields }) =>
    fields
      .filter((field) => field.key === key)
      .map((field) => ({ field, values: valuesOf(field.value.text) }))
      .filter(({ values }) => values.length > 0)
      .slice(0, 1),
  )
  const [first] = claims
  const other = claims.find(({ values }) => !values.some((value) => first?.values.includes(value)))
  if (!first || !other) return []
  const [here, there] = [plain(first.field.value.text), plain(other.field.value.text)]
  return [
    finding(
      code,
      `Task "${task.id ?? task.title}" has the ${key} "${here}" here and "${there}" elsewhere; "${here}" counts.`,
      text.place(first.field.value),
      {
        related: [{ message: `"${there}" here`, place: text.place(other.field.value) }],
        tasks: [task.key],
      },
    ),
  ]
}

function aliases(reading: Reading, text: Text): readonly Diagnostic[] {
  return reading.aliases.map(({ id, piece, heading }) =>
    finding(
      'documents/alias-ids',
      `"${id}" is read as the short name of "${cleanTitle(heading.title)}".`,
      text.place(piece),
      { related: [{ message: `"${cleanTitle(heading.title)}" is here`, place: text.place(heading.title) }] }, // prettier-ignore
    ),
  )
}
