import { fragmentsIn } from './fragments.ts'

/** What a section's contents are (R2). */
export type Role =
  | 'gate' | 'criteria' | 'deliverables' | 'contingency' | 'rollback' | 'risk' | 'metrics' | 'graph' | 'agents'
  | 'log' | 'prompt' | 'reference' | 'timeline' | 'goals' | 'analysis' | 'quiet' | 'coordination' | 'deferred'
  | 'tasks' | 'method' | 'phase' // prettier-ignore

/** Of each role the pieces of words without which none of its patterns matches that are more than phrases; most titles have none. */
const words: Readonly<Partial<Record<Role, string>>> = {
  gate: 'gate|quality|checklist',
  criteria: 'criteria|acceptance| when',
  deliverables: 'deliverable',
  contingency: 'if |fallback',
  risk: 'risk|mitigation',
  metrics: 'metrics|kpi|target',
  graph: 'dependenc|graph|flow|sequence|dag',
  tasks: 'task|action|steps|work|todo|to do|execution order|implementation|activities|stories|plan',
  log: 'log|result|commit|history|progress|just|recently|already|status update',
  prompt: 'prompt|execution',
  reference: 'reference|related|notes|command|template',
  deferred: 'deferred|backlog',
  timeline: 'timeline|schedule',
  goals: 'world state',
  coordination: 'coordinat',
  analysis: 'analysis|analyze|evidence|option|background|approach|pr summary|improvements|gap',
}

/** A title without any of these names no role, whatever the patterns say. */
const telling =
  'gate|quality|validat|verif|checklist|criteri|acceptance|exit|condition|definition|deliverable|output|artifact|rollback|roll back|backout|back out|contingen|fallback|failure|escalation|risk|mitigation|metric|kpi|target|scorecard|depend|graph|flow|sequence|dag|critical path|task|action|step|work|todo|to do|execution|implementation|activit|story|stories|agent|team|resource|log|result|change|file|commit|history|release|progress|accomplish|achievement|what was |troubleshooting|session|complete|done|update|status|just|recently|already|prompt|report back|reference|related|appendix|link|note|example|glossary|template|configuration|command|usage|testing|tool|function|adr|communication|monitoring|documentation|maintenance|future|evidence|cross|contract|deferred|scope|goal|objective|backlog|timeline|schedule|gantt|calendar|time |world|coordinat|speed|trade|analy|rootcause|root cause|problem|lesson|learning|finding|option|recommended|background|context|constraint|assumption|current|complexity|rationale|motivation|architecture|strateg|approach|issue|pr summary|inventory|improvement|conclusion|consideration|gap|snapshot|summary|overview|introduction|next|metadata'

/** What a walk over a title tells, and the bits in which it does. */
export interface RoleWords {
  readonly bitsIn: (folded: string) => number
  /** The bit of a role's fragments: a title that has one is of that role. 0 for a role without. */
  readonly certain: (role: Role) => number
  /** The bit of the words that a role's pattern needs. 0 for a role without a pattern. */
  readonly possible: (role: Role) => number
}

/** Looks for all fragments, and for the words of the roles that have patterns besides, at once. */
export function wordsIn(
  fragments: ReadonlyMap<Role, readonly string[]>,
  patterned: readonly Role[],
): RoleWords {
  const certain = [...fragments.keys()]
  const bitsIn = fragmentsIn([
    telling.split('|'),
    ...fragments.values(),
    ...patterned.map((role) => words[role]?.split('|') ?? []),
  ])
  return {
    bitsIn,
    certain: (role) => bit(certain.indexOf(role), 1),
    possible: (role) => bit(patterned.indexOf(role), 1 + certain.length),
  }
}

function bit(index: number, offset: number): number {
  return index < 0 ? 0 : 1 << (index + offset)
}

/** Whether a title has any of the words that tell a role. */
export function mayTell(folded: string, bits: number): boolean {
  return (bits & 1) !== 0 || folded.startsWith('if ') || folded.endsWith('dod')
}
