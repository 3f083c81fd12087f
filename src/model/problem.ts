import type { Diagnostic } from './diagnostic.ts'
import type { Source } from './document.ts'
import type { Effect, Fact, Goal, Probe } from './goal.ts'
import type { Place } from './place.ts'
import type { Criterion, Retry } from './plan.ts'
import type { ScriptBlock } from './script-block.ts'

/** What may be done to reach a goal. */
export interface Action {
  readonly name: string
  readonly preconditions: readonly Effect[]
  readonly effects: readonly Effect[]
  /** Any unit, 0 or more; plans minimise the sum. Default of documents: 1. */
  readonly cost: number
  /** Variables that stand for objects; names without `?`. */
  readonly parameters?: readonly { readonly name: string; readonly type: string }[]
  /** Expected time, milliseconds. Default: unknown, and counted like the cost in minutes. */
  readonly duration?: number
  /** Things of which only so many may be in use at once; with `?parameter` inside where they depend on one. */
  readonly resources?: readonly string[]
  readonly agent?: string
  /** Shell script; `?parameter` in braces, `{service}`, is replaced by the object's name, quoted for the shell where needed. */
  readonly command?: string
  /** What an agent that runs scripts runs; nothing in it is replaced. */
  readonly script?: ScriptBlock
  readonly prompt?: string
  /** What must be proven behind it, beside its effects. */
  readonly criteria?: readonly Criterion[]
  /** The script that undoes it, with the same replacements. */
  readonly compensation?: string
  readonly repeat?: 'harmless' | 'idempotent' | 'once'
  readonly retry?: Retry
  /** Milliseconds for one attempt. */
  readonly timeout?: number
  readonly place?: Place
}

/** What a fact may be. */
export interface FactDeclaration {
  /** Without arguments. */
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly type: string }[]
  readonly type: 'boolean' | 'number' | 'enumeration'
  /** Of an enumeration, in the order of the document. */
  readonly values: readonly string[]
  /** Stated in the document, or taken from how the fact is used. */
  readonly origin: 'stated' | 'inferred'
  readonly place?: Place
}

/** What a goal document asks: a goal, what is known at first, and what may be done. "Problem" is PDDL's word. */
export interface Problem {
  /** The document's path relative to the workspace, with `/`. */
  readonly document: string
  readonly title: string
  readonly goal: Goal
  readonly facts: readonly Fact[]
  readonly probes: readonly Probe[]
  readonly declarations: readonly FactDeclaration[]
  readonly types: readonly {
    readonly name: string
    readonly parent: string | null
    readonly place?: Place
  }[]
  readonly objects: readonly {
    readonly name: string
    readonly type: string
    readonly place?: Place
  }[]
  readonly actions: readonly Action[]
  /** How many of a resource there are, at least 1. Default 1. */
  readonly capacities: Readonly<Record<string, number>>
}

/** A goal document: its source, what it asks, and what is wrong with it. */
export interface GoalDocument {
  readonly file: string
  readonly source: Source
  readonly problem: Problem
  readonly diagnostics: readonly Diagnostic[]
}
