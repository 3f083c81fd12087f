import { nearest } from '../../base/index.ts'
import type { Diagnostic, Place } from '../../model/index.ts'
import { disagreements } from './disagreements.ts'
import { finding } from './finding.ts'
import type { Draft } from './tasks/identity.ts'
import { append } from './text/maps.ts'
import type { Need } from './order/needs.ts'
import { isCheck } from './tasks/fence.ts'
import type { Fence, Item } from './text/blocks.ts'
import { bar, beyond, signsIn } from './text/signs.ts'
import { worded, type Text } from './text/text.ts'
import type { Reading } from './understand.ts'

/** What only the reading of a document can find wrong with it. */
export function findings(reading: Reading, text: Text): readonly Diagnostic[] {
  return [
    ...mojibake(text),
    ...duplicates(reading, text),
    ...needs(reading, text),
    ...disagreements(reading, text),
    ...contradictions(reading, text),
    ...opposed(reading, text),
    ...gateFindings(reading, text),
    ...strayChecks(reading, text),
    ...fenced(reading, text),
    ...empty(reading, text),
  ].toSorted((a, b) => a.place.start - b.place.start)
}

function mojibake(text: Text): readonly Diagnostic[] {
  if (!text.repaired) return []
  return [
    finding(
      'documents/mojibake',
      'Characters were saved in a wrong encoding; they are read as if they were right.',
      text.repaired,
    ),
  ]
}

function duplicates(reading: Reading, text: Text): readonly Diagnostic[] {
  return reading.identities.duplicates.map(([first, second]) =>
    finding(
      'documents/duplicate-id',
      `"${second.id}" names two tasks: "${first.title}" and "${second.title}".`,
      text.place(second.definition.piece),
      {
        related: [
          {
            message: `"${first.id}" is "${first.title}" here`,
            place: text.place(first.definition.piece),
          },
        ],
        tasks: [first.key, second.key],
        safe: true,
      },
    ),
  )
}

function needs(reading: Reading, text: Text): readonly Diagnostic[] {
  return reading.dependencies.loose.map(({ task, need }) => {
    const place = text.place(need.place)
    const tasks = task ? { tasks: [task.key] } : {}
    const who = task ? `Task "${task.id ?? task.title}"` : 'This phase'
    return needFinding(reading, need, who, place, tasks)
  })
}

function needFinding(
  reading: Reading,
  need: Need,
  who: string,
  place: Place,
  tasks: { readonly tasks?: readonly string[] },
): Diagnostic {
  if (need.kind === 'dangling') {
    const near = nearest(
      need.id,
      [...reading.words.ids.values()].slice(0, 2000).map((task) => task.id ?? ''),
      2,
    )
    return finding(
      'documents/dangling-dependency',
      `${who} needs "${need.id}", which nothing defines.`,
      place,
      {
        ...tasks,
        ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
      },
    )
  }
  if (need.kind === 'gap')
    return finding(
      'documents/range-undefined',
      `The range "${need.place.text}" names ${need.ids.slice(0, 10).join(', ')}${need.ids.length > 10 ? ', …' : ''}, which nothing defines.`,
      place,
      tasks,
    )
  if (need.kind === 'external' && need.satisfied)
    return finding(
      'documents/satisfied-external',
      `${who} needs "${need.text}", which is marked as there.`,
      place,
      tasks,
    )
  if (need.kind === 'external' && /\.(?:md|markdown)\)?$/i.test(need.text))
    return finding(
      'documents/other-document',
      `${who} needs "${need.text}": it waits for that in a run of both documents.`,
      place,
      tasks,
    )
  const what = need.kind === 'external' || need.kind === 'library' ? need.text : need.place.text
  return need.kind === 'library'
    ? finding(
        'documents/library-dependency',
        `"${what}" is read as the name of a library and not waited for.`,
        place,
        tasks,
      )
    : finding(
        'documents/unresolved-dependency',
        `${who} needs "${what}", which is no task or phase of this document.`,
        place,
        tasks,
      )
}

/** A drawing has an arrow the wrong way round: what is said in words counts. */
function opposed({ dependencies }: Reading, text: Text): readonly Diagnostic[] {
  if (dependencies.opposed.length === 0) return []
  const stated = new Map(
    dependencies.edges.map((edge) => [`${edge.from.key}\n${edge.to.key}`, edge] as const),
  )
  return dependencies.opposed.map((edge) => {
    const [from, to] = [edge.from.id ?? edge.from.title, edge.to.id ?? edge.to.title]
    const said = stated.get(`${edge.to.key}\n${edge.from.key}`)
    return finding(
      'documents/dependency-against-graph',
      `The drawing puts "${from}" behind "${to}", but "${to}" needs "${from}"; the words count.`,
      text.place(edge.place),
      {
        related: said
          ? [{ message: `"${to}" needs "${from}" here`, place: text.place(said.place) }]
          : [],
        tasks: [edge.from.key, edge.to.key],
      },
    )
  })
}

/** `A || B` runs tasks side by side of which one needs the other. */
function contradictions(reading: Reading, text: Text): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const ranks = new Map<unknown, Draft[]>()
  for (const task of reading.tasks)
    for (const mention of task.mentions)
      if (mention.block.kind === 'item' && isRanked(mention.block))
        append(ranks, mention.block, task)
  if (ranks.size === 0) return found
  const edges = new Map(
    reading.dependencies.edges.map((edge) => [`${edge.from.key}\n${edge.to.key}`, edge] as const),
  )
  for (const tasks of ranks.values())
    for (const from of tasks)
      for (const to of tasks) {
        const edge = edges.get(`${from.key}\n${to.key}`)
        const mention = from.mentions.find(
          (each) => each.block.kind === 'item' && isRanked(each.block),
        )
        if (!edge || !mention) continue
        found.push(finding('documents/mode-contradiction', `Task "${from.id}" needs "${to.id}", yet runs in parallel with it here.`, text.place(mention.piece), {
          related: evidence(reading, edge, text), tasks: [from.key, to.key], safe: true,
        })) // prettier-ignore
      }
  return found
}

/** Whether an item names things side by side: `A || B`. */
function isRanked(item: Item): boolean {
  return (signsIn(item) & (bar | beyond)) !== 0 && /\s(?:\|\||∥)\s/.test(item.text)
}

/** Every place that states an edge: the dependency text, and arrows in drawings. */
function evidence(
  reading: Reading,
  edge: Reading['edges'][number],
  text: Text,
): Diagnostic['related'] {
  return [
    edge,
    ...reading.dependencies.repeated.filter(
      (other) => other.from === edge.from && other.to === edge.to,
    ),
  ].map((each) => ({
    message: `"${each.from.id ?? each.from.title}" needs "${each.to.id ?? each.to.title}" here`,
    place: text.place(each.place),
  }))
}

function gateFindings(reading: Reading, text: Text): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const gate of reading.gates) {
    if (gate.decorated)
      found.push(
        finding(
          'documents/decorative-ticks',
          `Every criterion of "${gate.title}" has a ✅ though it is not done; they are read as open.`,
          text.place(gate.piece),
        ),
      )
    for (const { command, runnable } of gate.criteria)
      if (command && !runnable)
        found.push(
          finding(
            'documents/gate-command-elided',
            `"${command.text}" is not complete and cannot be run.`,
            text.place(command),
          ),
        )
  }
  return found
}

/** Scripts that say that they check something, and belong to no criterion. */
function strayChecks({ outline, gates }: Reading, text: Text): readonly Diagnostic[] {
  const stray: Fence[] = []
  for (const { fences } of outline.all)
    for (const fence of fences) if (isCheck(fence)) stray.push(fence)
  if (stray.length === 0) return []
  const taken = new Set(
    gates.flatMap(({ criteria }) => criteria.map(({ stated }) => stated?.place?.start)),
  )
  return stray.flatMap((fence) =>
    taken.has(fence.start)
      ? []
      : [
          finding(
            'documents/stray-check',
            'This script checks no criterion, so nothing runs it.',
            text.place(worded(fence.start, fence.start + 3, '')),
          ),
        ],
  )
}

function fenced(reading: Reading, text: Text): readonly Diagnostic[] {
  const first = new Set<unknown>()
  const found: Diagnostic[] = []
  for (const { definition, title, key } of reading.tasks) {
    if (definition.form !== 'fence' || first.has(definition.block)) continue
    first.add(definition.block)
    const said = `Task "${title}" stands in a code fence.`
    found.push(finding('documents/task-in-fence', said, text.place(definition.piece), { tasks: [key] })) // prettier-ignore
  }
  return found
}

/** A document that claims to be a plan, by its phases or its words, and has no task. */
function empty(reading: Reading, text: Text): readonly Diagnostic[] {
  if (reading.tasks.length > 0) return []
  const { all } = reading.outline
  const methods = all.filter(({ method }) => method).length
  const claims = all.find(
    // The first heading names the document: "Phase 6: Settings" may be a page about it.
    ({ depth, role, number, method }) =>
      depth > 1 &&
      (role === 'tasks' ||
        (method && methods > 1) ||
        (number !== undefined && plans.has(number.kind))),
  )
  if (!claims) return []
  return [
    finding(
      'documents/no-tasks',
      'The document looks like a plan, but no task was found in it.',
      text.place(claims.title),
    ),
  ]
}

/** What is counted in plans; agents, levels and tiers are counted elsewhere too. */
const plans = new Set(
  'phase sprint week wave stage iteration batch workstream milestone cycle day month goal subgoal epic'.split(
    ' ',
  ),
)
