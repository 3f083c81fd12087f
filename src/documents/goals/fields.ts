import { forText } from '../../base/index.ts'

/** What a label below an action or a probe says. */
export type Field =
  | 'name' | 'parameters' | 'preconditions' | 'effects' | 'deletes' | 'cost' | 'duration' | 'agent' | 'command' | 'code' | 'prompt' | 'resources' | 'gate'
  | 'compensation' | 'repeat' | 'retries' | 'attempts' | 'timeout' | 'file' | 'pattern' | 'path' | 'expect' | 'unit' | 'note' // prettier-ignore

const names: readonly (readonly [Field, string])[] = [
  ['name', 'action|name|action name|operator'],
  ['parameters', 'parameters|parameter|params|arguments|args'],
  ['preconditions', 'preconditions|precondition|pre conditions|pre condition|pre|requires|required|requirements|needs|prerequisites|depends on facts'],
  ['effects', 'effects|effect|postconditions|postcondition|post conditions|post condition|post|results|result|sets|achieves|world state change|add effects|add list|adds|add|positive effects'],
  ['deletes', 'delete effects|delete list|deletes|delete|del|negative effects'],
  ['cost', 'cost|costs|estimated cost|action cost|weight'],
  ['duration', 'duration|estimated duration|estimated time|time|effort|estimated effort|estimate|takes'],
  ['agent', 'agent|agents|agent type|owner|assigned to|assigned|assignee|performed by'],
  ['command', 'command|commands|run|script|shell|execution command'],
  ['prompt', 'prompt|instructions|instruction|agent prompt'],
  ['resources', 'resources|resource|uses|locks|exclusive'],
  ['gate', 'gate|quality gate|gates|criteria|success criteria|acceptance criteria|verify|verification|validation|proof'],
  ['compensation', 'compensation|rollback|undo|undone by|compensating command|revert'],
  ['repeat', 'repeat|repeated|repeatable|on repeat|second run'],
  ['retries', 'retries|retry|max retries|maximum retries|retry policy'],
  ['attempts', 'attempts|max attempts|maximum attempts'],
  ['timeout', 'timeout|time out|time limit'],
  ['file', 'file|files to read'],
  ['pattern', 'pattern|regex|regexp|regular expression|matches'],
  ['path', 'json path|path|json|key|field'],
  ['expect', 'expect|expects|expected|expectation'],
  ['unit', 'unit'],
  ['note', 'description|note|notes|why|rationale|details|reason|priority|id|dependencies|depends on|files|files modified|files created|new files|parallelizable|risk|model|type|summary|comment'],
] // prettier-ignore

const byName = new Map(
  names.flatMap(([field, all]) => all.split('|').map((name) => [name, field] as const)),
)

/** What a label's name stands for: `Pre-conditions`, `estimatedDuration` and `json_path` are told too. Null: none of these. */
export function fieldOf(name: string): Field | null {
  return name.length > 40 ? null : (byName.get(folded(name)) ?? null)
}

/** Names of fields, for telling a slip. */
export const fieldNames: readonly string[] = [...byName.keys()].filter((name) => name.length > 3)

const signs = forText(String.raw`[^\p{L}\p{N}]+`, 'gu')

/** A label's name for comparing: small letters with single blanks, without signs and what stands in brackets. */
export function folded(name: string): string {
  const words = name
    .replace(/\([^()]*\)/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.replace(signs(words), ' ').trim()
}
