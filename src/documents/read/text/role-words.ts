import { once } from '../../../base/index.ts'
import { fragmentsIn } from './fragments.ts'

/** What a section's contents are (R2). */
export type Role =
  | 'gate' | 'criteria' | 'deliverables' | 'contingency' | 'rollback' | 'risk' | 'metrics' | 'graph' | 'agents'
  | 'log' | 'prompt' | 'reference' | 'timeline' | 'goals' | 'analysis' | 'quiet' | 'coordination' | 'deferred'
  | 'tasks' | 'method' | 'phase' // prettier-ignore

/** Of each role the pieces of words without which none of its patterns matches; most titles have none of them. */
const words: readonly (readonly [Role, string])[] = [
  ['gate', 'gate|quality|validation|verification|checklist'],
  ['criteria', 'criteri|condition|definition of done|dod'],
  ['deliverables', 'deliverable|output|artifact'],
  ['rollback', 'rollback|roll back|backout|back out'],
  ['contingency', 'contingenc|if |fallback|failure|escalation'],
  ['risk', 'risk|mitigation'],
  ['metrics', 'metrics|kpi|target|scorecard'],
  ['graph', 'dependenc|graph|flow|sequence|dag|critical path'],
  ['tasks', 'task|action|steps|work|todo|to do|execution order|implementation|activities|stories|plan'],
  ['agents', 'agent|team|resource'],
  ['log', 'log|result|change|file|commit|history|release notes|progress|accomplish|session|completed|just|recently|already|update|weekly status'],
  ['prompt', 'prompt|execution|report back'],
  ['reference', 'reference|related|appendix|link|note|example|glossary|configuration|command|usage|testing|tool|file|functions|communication|monitoring plan|documentation|post implementation|maintenance|future|evidence rules|cross task|contracts'],
  ['deferred', 'deferred|out of scope|non goal|backlog|not in scope'],
  ['timeline', 'timeline|schedule|gantt|calendar|time investment'],
  ['goals', 'goal|objective|world state'],
  ['coordination', 'coordinat|speed vs|tradeoff|trade off'],
  ['analysis', 'analysis|analyze|rootcause|root cause|problem|lesson|learnings|findings|evidence|option|recommended solution|background|context|constraints|assumptions|current state|complexity|quality requirements|rationale|motivation|architecture|strategy|strategize|approach|issue description|pr summary|inventory|improvements|conclusion|considerations|gap|snapshot'],
  ['quiet', 'summary|overview|introduction|next|metadata|status'],
] // prettier-ignore

/** A title without any of these names no role, whatever the patterns say. */
const telling =
  'gate|quality|validat|verif|checklist|criteri|condition|definition|deliverable|output|artifact|rollback|roll back|backout|back out|contingen|fallback|failure|escalation|risk|mitigation|metric|kpi|target|scorecard|depend|graph|flow|sequence|dag|critical path|task|action|step|work|todo|to do|execution|implementation|activit|story|stories|agent|team|resource|log|result|change|file|commit|history|release|progress|accomplish|session|complete|done|update|status|just|recently|already|prompt|report back|reference|related|appendix|link|note|example|glossary|configuration|command|usage|testing|tool|function|adr|communication|monitoring|documentation|maintenance|future|evidence|cross|contract|deferred|scope|goal|objective|backlog|timeline|schedule|gantt|calendar|time |world|coordinat|speed|trade|analy|rootcause|root cause|problem|lesson|learning|finding|option|recommended|background|context|constraint|assumption|current|complexity|rationale|motivation|architecture|strateg|approach|issue|pr summary|inventory|improvement|conclusion|consideration|gap|snapshot|summary|overview|introduction|next|metadata'

const found = once(() => fragmentsIn([telling, ...words.map(([, fragments]) => fragments)].map((each) => each.split('|')))) // prettier-ignore

/** The roles whose words a folded title may have, as bits: see `bitOf`. */
export function rolesIn(folded: string): number {
  const bits = found()(folded)
  return (bits & 1) !== 0 || folded.startsWith('if ') || folded.endsWith('dod') ? bits : 0
}

/** The bit of a role. */
export function bitOf(role: Role): number {
  return 2 << words.findIndex(([each]) => each === role)
}
