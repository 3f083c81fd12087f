import {
  parseExpectation,
  type Check,
  type Criterion,
  type Gate,
  type Slug,
} from '../../../model/index.ts'
import type { CriterionDraft } from '../gates/criteria.ts'
import type { Draft } from '../tasks/identity.ts'
import type { Text } from '../text/text.ts'
import type { Reading } from '../understand.ts'
import { reasons } from './reasons.ts'

/** The gates of a reading, with the reason for where each stands. */
export function gatesOf(reading: Reading, text: Text): readonly Gate[] {
  const keys = reading.gateKeys
  const phases = new Set(reading.phases.map((phase) => phase.group))
  const parts = Map.groupBy(reading.parents, ([, whole]) => whole)
  const all = reading.tasks.map((each) => each.key)
  const partsOf = (task: Draft): readonly Draft[] => (parts.get(task) ?? []).map(([part]) => part)
  return reading.gates.map((gate, index) => {
    const { group, task } = gate
    // What judges a phase that runs nothing, such as the one that the whole document is about, judges all.
    const isEmpty = group !== null && group.tasks.length === 0 && !phases.has(group)
    const closing = task === null && (group === null || isEmpty)
    const own = task ? [task, ...partsOf(task)] : (group?.tasks ?? [])
    const key = keys[index]?.gate ?? ''
    const phase = group && !task && phases.has(group) ? group.key : null
    const { all: provenance, add } = reasons(text)
    add('gate', key, 'R11', 'stated', gate.piece)
    const holder = task?.key ?? (closing ? 'plan' : (group?.key ?? 'plan'))
    const where = task?.definition.piece ?? group?.places[0]?.title ?? null
    add('closes', holder, closing ? 'R11' : 'R14', closing ? 'inferred' : 'stated', where)
    return {
      key,
      title: gate.title,
      place: text.place(gate.piece),
      phase,
      after: closing ? all : own.map((each) => each.key),
      closing,
      criteria: gate.criteria.map((criterion, at) =>
        criterionOf(criterion, keys[index]?.criteria[at] ?? '', gate.decorated, text),
      ),
      provenance,
    }
  })
}

function criterionOf(
  criterion: CriterionDraft,
  key: Slug,
  decorated: boolean,
  text: Text,
): Criterion {
  const { command, expect, piece, status, stated } = criterion
  const { all: provenance, add } = reasons(text)
  add('criterion', key, 'R11', 'stated', piece)
  add('command', command?.text, 'R11', 'stated', command)
  add('check', stated?.check.kind, 'R11', 'stated', stated?.place ?? piece)
  add('expect', expect, 'R11', 'stated', piece)
  // A ✅ that only adorns is left out: the criterion counts as open.
  if (decorated) add('status', 'pending', 'R9', 'inferred', piece)
  else add('status', status, 'R9', 'stated', criterion.tokens[0]?.token ?? piece)
  return {
    key,
    text: criterion.text,
    place: text.place(piece),
    status,
    check: stated?.check ?? (command && commandCheck(command.text, criterion.runnable)),
    expectations:
      stated?.expectations ?? (command && expect !== null ? parseExpectation(expect) : []),
    expect,
    provenance,
  }
}

function commandCheck(command: string, runnable: boolean): Check {
  return { kind: 'command', command, runnable }
}
