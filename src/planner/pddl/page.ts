import type { Place } from '../../model/index.ts'
import { findingsIn, type PddlCode, type PddlFinding } from './findings.ts'
import { isText } from './foreign.ts'
import { nothingTaken, type Taken } from './taken.ts'
import { symbolNamed } from './symbols.ts'
import type { Declared } from './world.ts'
import { childrenOf, countOf, headOf, isList, nextOf, numberOf, onlyOf, partsOf, secondOf, symbolOf, topOf, treeOf, type Tree } from './tree.ts' // prettier-ignore

export interface PddlFile {
  /** Named in findings. */
  readonly file: string
  readonly text: string
}

/** One file while it is read: its nodes, and where what is wrong with them is told. */
export interface Page {
  readonly text: string
  /** What stands in no list. */
  readonly top: () => readonly number[]
  readonly children: (node: number) => readonly number[]
  /** Without the first. */
  readonly parts: (node: number) => readonly number[]
  /** How many there are with the first. */
  readonly count: (node: number) => number
  /** The second part and those behind it, one after the other; `noNode` when there is none. */
  readonly second: (node: number) => number
  readonly next: (node: number, part: number) => number
  readonly isList: (node: number) => boolean
  /** In lower case; null of a list, and of no node. */
  readonly symbol: (node: number | undefined) => string | null
  readonly head: (node: number) => string | null
  /** The number of a symbol, the same for the same name in this file; -1 of a list. */
  readonly number: (node: number) => number
  /** The number of the symbol with this name in lower case; -1 when there is none. */
  readonly named: (name: string) => number
  /** Whether all symbols are ASCII. */
  readonly isAscii: () => boolean
  /** The first character of a symbol, as a number. */
  readonly first: (node: number) => number
  /** How many different symbols there are; they are numbered from 0. */
  readonly symbols: () => number
  /** The number of the symbol that is all that stands in a list; -1 of other nodes. */
  readonly only: (node: number) => number
  /**
   * Predicates and functions by the number of their name, where they were met before: a file says the same names over and over. None has
   * a name that means something else in a condition or effect.
   */
  readonly found: Readonly<Record<'predicates' | 'functions', (Declared | undefined)[]>>
  readonly taken: Taken
  readonly place: (node: number) => Place
  /** For what has a place of its own. */
  readonly sayAt: (code: PddlCode, place: Place, message: string, hint: string) => void
  readonly say: (code: PddlCode, node: number, message: string, options?: Said) => void
}

export interface Said {
  readonly hint?: string | (() => string | undefined) | undefined
  /** Another node that explains the finding. */
  readonly see?: readonly [message: string, node: number]
}

/** A file opened for reading; its page is null when the brackets do not match, or it is larger than `most` characters. */
export function openPage(
  { file, text }: PddlFile,
  most: number,
): { readonly page: Page | null; readonly findings: () => readonly PddlFinding[] } {
  const { report, findings, place } = findingsIn(file, text)
  if (text.length > most) {
    report('planner/pddl-too-large', 0, 0, `The file has ${text.length} characters; at most ${most} are read.`, { hint: () => 'Split the task, or write it with parameters instead of one action for each case.' }) // prettier-ignore
    return { page: null, findings }
  }
  if (!isText(text, report)) return { page: null, findings }
  const tree = treeOf(text, report)
  return { page: tree && pageOf(tree, report, place), findings }
}

function pageOf(
  tree: Tree,
  report: ReturnType<typeof findingsIn>['report'],
  placeOf: (start: number, end: number) => Place,
): Page {
  const start = (node: number): number => tree.start[node] ?? 0
  const end = (node: number): number => tree.end[node] ?? 0
  return {
    text: tree.text,
    top: () => topOf(tree),
    children: (node) => childrenOf(tree, node),
    parts: (node) => partsOf(tree, node),
    count: (node) => countOf(tree, node),
    second: (node) => secondOf(tree, node),
    next: (node, part) => nextOf(tree, node, part),
    isList: (node) => isList(tree, node),
    symbol: (node) => symbolOf(tree, node),
    head: (node) => headOf(tree, node),
    number: (node) => numberOf(tree, node),
    named: (name) => symbolNamed(tree.symbols, name),
    isAscii: () => tree.symbols.others.size === 0,
    first: (node) => tree.text.charCodeAt(start(node)),
    symbols: () => tree.symbols.size,
    only: (node) => onlyOf(tree, node),
    found: { predicates: withRoom(tree), functions: withRoom(tree) },
    taken: nothingTaken(),
    place: (node) => placeOf(start(node), end(node)),
    sayAt: (code, place, message, hint) =>
      report(code, place.start, place.end, message, { hint: () => hint }),
    say(code, node, message, { hint, see } = {}) {
      report(code, start(node), end(node), message, {
        hint: typeof hint === 'function' ? hint : () => hint,
        ...(see ? { related: [[see[0], start(see[1]), end(see[1])]] } : {}),
      })
    },
  }
}

/** An array for something of each symbol, of its full length: one that grows by leaps would become a table. */
function withRoom({ symbols }: Tree): (Declared | undefined)[] {
  const all: (Declared | undefined)[] = []
  all.length = symbols.size
  return all
}

/** What a node says, shortened for a message. */
export function wordsOf(page: Page, node: number): string {
  const { start, end } = page.place(node)
  const words = page.text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, ' ')
  return words.length > 60 ? `${words.slice(0, 59)}…` : words
}
