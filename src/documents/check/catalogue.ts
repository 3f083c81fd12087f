import type { Severity } from '../../model/index.ts'

/** What is fixed of a finding. */
export interface Entry {
  readonly severity: Severity
  /** What to do, when the finding itself has no better hint. */
  readonly hint: string
  /** What several places of a document have in common, to be read behind their number: these are told as one finding. */
  readonly several?: string
}

/** Every finding in documents; each has a section in docs/errors.md. */
export const catalogue = {
  'documents/cycle': { severity: 'error', hint: 'Remove one of the dependencies on the path.' },
  'documents/dangling-dependency': {
    severity: 'error',
    hint: 'Define the task, or correct the id.',
  },
  'documents/duplicate-id': {
    severity: 'error',
    hint: 'Give one of them another id.',
  },
  'documents/no-tasks': { severity: 'error', hint: 'Write tasks as `- [ ] title` or in a table.' },
  'documents/mode-contradiction': {
    severity: 'error',
    hint: 'Remove the dependency or the parallel mark. The dependency wins when it runs.',
  },
  'documents/schedule-contradiction': {
    severity: 'error',
    hint: 'Move the task to a later week, or what it needs to an earlier one. The dependency wins when it runs.',
  },
  'documents/impossible-date': {
    severity: 'warning',
    hint: 'Make the task due later, or what it needs earlier.',
  },
  'documents/status-conflict': { severity: 'warning', hint: 'Make both places say the same.' },
  'documents/dependency-against-graph': {
    severity: 'warning',
    hint: 'Make the dependency and the graph say the same. The graph counts.',
  },
  'documents/unresolved-dependency': {
    severity: 'warning',
    hint: 'Name a task, a phase or a range, or mark what lies outside as satisfied (✅).',
  },
  'documents/other-document': { severity: 'info', hint: '' },
  'documents/satisfied-external': { severity: 'info', hint: '' },
  'documents/library-dependency': { severity: 'info', hint: '' },
  'documents/range-undefined': {
    severity: 'warning',
    hint: 'Define the missing tasks, or correct the range.',
  },
  'documents/gate-without-command': {
    severity: 'warning',
    hint: 'Put a command in back-ticks at the head of a criterion, such as - `npm test` → 0 failures.',
    several: 'gates have no command, so nothing can be measured: their criteria are only claimed.',
  },
  'documents/gate-command-elided': {
    severity: 'warning',
    hint: 'Write the command out; an incomplete one is not run.',
  },
  'documents/stray-check': {
    severity: 'warning',
    hint: 'Put it below a criterion, or into a gate; leave `check` out where it is only shown.',
  },
  'documents/gate-command-not-allowed': {
    severity: 'warning',
    hint: 'Make it a task, or check for its result; it runs only when --allow names it.',
  },
  'documents/phase-without-gate': {
    severity: 'info',
    hint: 'Add a "Quality Gate" with a command to it.',
    several: 'phases have no gate; the others have.',
  },
  'documents/unknown-target': {
    severity: 'warning',
    hint: 'Name a task, phase or gate of the document.',
  },
  'documents/decorative-ticks': {
    severity: 'warning',
    hint: 'Use `- [ ]` for criteria, so that a tick means something.',
    several: 'gates have a ✅ at every criterion though they are not done; they are read as open.',
  },
  'documents/task-without-agent': {
    severity: 'warning',
    hint: 'Name an agent, or write its command.',
    several: 'tasks have neither an agent nor a command; nearly all others have.',
  },
  'documents/secret-in-text': {
    severity: 'warning',
    hint: 'Take it out, and make it invalid where it is valid; commands find theirs in the environment: `$TOKEN`.',
  },
  'documents/unknown-agent': {
    severity: 'warning',
    hint: 'Correct the name, or define the agent.',
  },
  'documents/count-mismatch': {
    severity: 'warning',
    hint: 'Correct the number, or see with `goap graph` which tasks were read.',
  },
  'documents/id-gap': { severity: 'info', hint: '' },
  'documents/duplicate-title': { severity: 'info', hint: 'Give them ids, or other titles.' },
  'documents/orphan-phase': {
    severity: 'info',
    hint: '',
    several: 'phases run no task and have no gate.',
  },
  'documents/task-in-fence': {
    severity: 'warning',
    hint: 'Move the tasks out of the code fence.',
  },
  'documents/agent-conflict': {
    severity: 'warning',
    hint: 'Let all places name the same agent. The one at the definition counts.',
  },
  'documents/priority-conflict': {
    severity: 'warning',
    hint: 'Let all places give the same priority. The one at the definition counts.',
  },
  'documents/effort-conflict': {
    severity: 'warning',
    hint: 'Correct one of the two.',
  },
  'documents/alias-ids': { severity: 'info', hint: '' },
  'documents/bad-fence': {
    severity: 'error',
    hint: 'docs/plan-format.md says what a goap fence may hold.',
  },
  'documents/unknown-in-fence': {
    severity: 'warning',
    hint: 'Remove the entry, or correct its name.',
  },
  'documents/unused-ignore': { severity: 'info', hint: 'Remove the comment.' },
  'documents/mojibake': {
    severity: 'info',
    hint: 'Save the document as UTF-8 again; until then it is read as repaired and written as it is.',
  },
  'documents/no-goal': {
    severity: 'error',
    hint: 'Write the conditions below a heading "Goal", such as `- tests_pass = true`.',
  },
  'documents/contradictory-conditions': { severity: 'error', hint: 'Remove one of the two.' },
  'documents/unknown-fact': {
    severity: 'error',
    hint: 'Give an action this effect, or say it below "Current State".',
  },
  'documents/unmet-condition': {
    severity: 'warning',
    hint: 'Give an action this effect, say it below "Current State", or write a probe for it.',
  },
  'documents/action-without-effects': {
    severity: 'error',
    hint: 'Write below "Effects" what holds after it.',
  },
  'documents/duplicate-action': { severity: 'error', hint: 'Give one of them another name.' },
  'documents/idle-effect': {
    severity: 'warning',
    hint: 'Remove the effect, or correct the precondition.',
  },
  'documents/vague-effect': {
    severity: 'error',
    hint: 'Write the value with `=`, or the change with `+=` or `-=`.',
  },
  'documents/bad-cost': {
    severity: 'error',
    hint: 'Write a number from 0 on; without a cost an action costs 1.',
  },
  'documents/bad-number': {
    severity: 'error',
    hint: 'Use a smaller unit, so that the number stays below 2^53.',
  },
  'documents/wrong-value': {
    severity: 'error',
    hint: 'Correct the value, or declare the fact below "Facts".',
  },
  'documents/conflicting-fact': { severity: 'error', hint: 'Remove one of the two.' },
  'documents/claimed-fact': {
    severity: 'info',
    hint: 'Write its value, such as `tests_pass = true`, or a probe that observes it.',
  },
  'documents/unknown-object': {
    severity: 'error',
    hint: 'Add it below "Objects", or correct the name.',
  },
  'documents/unknown-type': {
    severity: 'error',
    hint: 'Add it below "Types", or correct the name.',
  },
  'documents/unknown-parameter': {
    severity: 'error',
    hint: 'Add it to the parameters of the action, or correct the name.',
  },
  'documents/wrong-arguments': {
    severity: 'error',
    hint: 'Give the fact the arguments that it is declared with.',
  },
  'documents/unread-condition': {
    severity: 'warning',
    hint: 'Write it as `name = value`, or as a few words that name a fact.',
  },
  'documents/unread-field': {
    severity: 'warning',
    hint: 'docs/goal-format.md says what the label takes.',
  },
  'documents/unknown-label': {
    severity: 'warning',
    hint: 'docs/goal-format.md has the labels of an action.',
  },
  'documents/bad-probe': {
    severity: 'warning',
    hint: 'Write a command or file in back-ticks, such as - tests_pass: `npm test`.',
  },
} as const satisfies Record<`documents/${string}`, Entry>

/** A code of the catalogue. */
export type DiagnosticCode = keyof typeof catalogue
