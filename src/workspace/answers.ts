import type { Pair } from 'yaml'
import {
  GoapError,
  isObject,
  nearest,
  once,
  yaml,
  yamlMessage,
  zod,
  type Json,
} from '../base/index.ts'
import type { Asker } from '../engine/index.ts'
import { gateKey, taskKey, type Plan } from '../model/index.ts'

/** Answers that were given before anything was asked, by the keys of tasks and gates. */
export interface Answers {
  /** The file's name: who answers, for the journal. */
  readonly file: string
  readonly given: ReadonlyMap<string, Json>
  /** For tasks and for gates that have none of their own; undefined: they wait. */
  readonly otherwise: { readonly tasks: Json | undefined; readonly gates: Json | undefined }
}

/**
 * Reads answers, YAML or JSON: ids, keys or titles of tasks with their answers, `gates` with `approve`, `reject` or `changes`, and `"*"` for all
 * others. What has no answer (`A1:`) is left out. Throws `workspace/bad-answers` with the place.
 */
export function parseAnswers(text: string, file: string, plans: readonly Plan[]): Answers {
  const { isMap, isNode, isScalar, LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false })
  const [broken] = document.errors
  if (broken) throw wrong(broken.pos[0], yamlMessage(broken))
  const given = new Map<string, Json>()
  const tasks = namesOfTasks(plans)
  const gates = namesOfGates(plans)
  let [otherTasks, otherGates]: (Json | undefined)[] = []
  for (const pair of pairsOf(document.contents)) {
    const { name, offset } = nameOf(pair)
    if (name === 'gates') readGates(pair)
    else if (name === '*') otherTasks = valueOf(pair) ?? undefined
    else put(keyOf(name, offset, 'task', tasks), pair)
  }
  return { file, given, otherwise: { tasks: otherTasks, gates: otherGates } }

  function readGates({ value }: Pair): void {
    for (const pair of pairsOf(value)) {
      const { name, offset } = nameOf(pair)
      const answer = valueOf(pair)
      if (answer !== null && !isVerdict(answer))
        throw wrong(offset, `the answer for gate "${name}" is none of approve, reject and changes`, 'Write one of them, or `{ choice: reject, note: … }`.') // prettier-ignore
      if (name === '*') otherGates = answer ?? undefined
      else put(keyOf(name, offset, 'gate', gates), pair)
    }
  }

  function put(key: string, pair: Pair): void {
    const { name, offset } = nameOf(pair)
    const answer = valueOf(pair)
    if (given.has(key)) throw wrong(offset, `"${name}" is answered twice`)
    if (answer !== null) given.set(key, answer)
  }

  function pairsOf(node: unknown): readonly Pair[] {
    if (node === null || (isScalar(node) && node.value === null)) return []
    if (!isMap(node)) throw wrong(rangeOf(node), 'names with answers are expected here')
    return node.items
  }

  /** A name as it is written: YAML would take `1.10` for a number. */
  function nameOf({ key }: Pair): { readonly name: string; readonly offset: number } {
    if (!isScalar(key)) throw wrong(rangeOf(key), 'the name is no text')
    const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
    return { name: name.trim(), offset: rangeOf(key) }
  }

  function valueOf({ value }: Pair): Json {
    try {
      const json: Json | undefined = isNode(value) ? value.toJS(document) : null
      return json ?? null
    } catch (cause) {
      throw wrong(rangeOf(value), cause instanceof Error ? cause.message : String(cause))
    }
  }

  function keyOf(name: string, offset: number, kind: string, names: Names): string {
    const { keys = [] } = names.get(name.toLowerCase()) ?? {}
    const [key, ...others] = keys
    if (others.length > 0)
      throw wrong(offset, `${keys.length} ${kind}s are called "${name}"`, `Name one of ${keys.join(', ')}.`) // prettier-ignore
    if (key !== undefined) return key
    const near = nearest(
      name,
      [...names.values()].map(({ written }) => written),
    )
    throw wrong(offset, `no ${kind} is called "${name}"`, near === undefined ? undefined : `Did you mean "${near}"?`) // prettier-ignore
  }

  function wrong(offset: number, message: string, hint?: string): GoapError {
    const { line, col } = lines.linePos(offset)
    const more = hint === undefined ? {} : { hint }
    return new GoapError('workspace/bad-answers', `${file}:${line}:${col}: ${message}.`, more)
  }
}

/** By lower-case name: how it is written, and the keys of what is called so. An id or a key comes before a title. */
type Names = ReadonlyMap<string, { readonly written: string; readonly keys: readonly string[] }>

function namesOfTasks(plans: readonly Plan[]): Names {
  return namesFrom(
    plans.flatMap(({ document, tasks }) =>
      tasks.map(({ key, id, title }) => ({
        key: taskKey(document, key),
        exact: [taskKey(document, key), key, ...(id === null ? [] : [id])],
        title,
      })),
    ),
  )
}

function namesOfGates(plans: readonly Plan[]): Names {
  return namesFrom(
    plans.flatMap(({ document, gates }) =>
      gates.map(({ key, title }) => ({
        key: gateKey(document, key),
        exact: [gateKey(document, key), key],
        title,
      })),
    ),
  )
}

interface Called {
  readonly key: string
  readonly exact: readonly string[]
  readonly title: string
}

function namesFrom(all: readonly Called[]): Names {
  const titles = all.map(({ key, title }) => [title.trim(), key] as const)
  const exact = all.flatMap(({ key, exact: names }) => names.map((name) => [name, key] as const))
  return new Map([...grouped(titles), ...grouped(exact)])
}

function grouped(named: readonly (readonly [string, string])[]): Names {
  const groups = Map.groupBy(named, ([name]) => name.toLowerCase())
  return new Map(
    [...groups].map(([lower, all]) => [
      lower,
      { written: all.at(-1)?.[0] ?? lower, keys: [...new Set(all.map(([, key]) => key))] },
    ]),
  )
}

const verdictSchema = once(() => {
  const z = zod()
  const verdict = z.enum(['approve', 'reject', 'changes'])
  return z.union([verdict, z.strictObject({ choice: verdict, note: z.string().optional() })])
})

function isVerdict(answer: Json): boolean {
  return verdictSchema().safeParse(answer).success
}

function rangeOf(node: unknown): number {
  if (typeof node !== 'object' || node === null || !('range' in node)) return 0
  return Array.isArray(node.range) && typeof node.range[0] === 'number' ? node.range[0] : 0
}

/** The question whether something was done that must not happen twice: only an answer for that very task will do. */
const reconcile = 'reconcile'

/**
 * Answers questions without a person. Commands are not its business: what is not allowed waits. `misfit` is told of a task's or
 * gate's own answers that a question does not offer; they are not given.
 */
export function answersAsker(answers: Answers, misfit: (note: string) => void): Asker {
  const { given, otherwise, file } = answers
  const sentBack = new Set<string>()
  return {
    by: file,
    permission: async () => null,
    async question({ subject, question, choices }) {
      const own = given.get(subject)
      const spare = subject.includes('#gate/') ? otherwise.gates : otherwise.tasks
      const answer = own ?? (question === reconcile ? undefined : spare)
      if (answer === undefined) return null
      if (choices.length === 0) return answer
      const { choice: said = null, note = null, report = null } = isObject(answer) ? answer : { choice: answer } // prettier-ignore
      const word = typeof said === 'string' ? said : JSON.stringify(said)
      const choice = choices.find((one) => one.toLowerCase() === word.toLowerCase())
      if (choice === undefined) {
        if (own !== undefined) misfit(`${file}: "${word}" is no answer for ${subject}: ${choices.join(', ')}`) // prettier-ignore
        return null
      }
      // Sent back once more with the same words, it would come back for ever.
      if (choice === changes && sentBack.has(subject)) return null
      if (choice === changes) sentBack.add(subject)
      if (note === null && report === null) return choice
      return { choice, ...(note === null ? {} : { note }), ...(report === null ? {} : { report }) }
    },
  }
}

const changes = 'changes'
