import { definitionFirst, type Draft } from './identity.ts'
import type { Group } from '../order/groups.ts'
import { phaseNumber } from '../text/roles.ts'
import { matches } from '../text/matches.ts'
import { nothing } from '../text/languages.ts'
import { ofText } from '../text/remember.ts'
import type { Mention } from './mention.ts'
import { enclosing, type Field, type Outline, type Section } from '../text/sections.ts'
import type { Piece } from '../text/text.ts'
import { bracket, signsIn } from '../text/signs.ts'
import { plain, plainOf } from '../text/words.ts'

/** An agent with the words it rests on. */
export interface AgentClaim {
  readonly name: string
  readonly place: Piece
  readonly origin: 'stated' | 'inferred'
}

const noAgents = new RegExp(
  `^(?:[-–—?]*|n/?a|none|tbd|all|any|unassigned|direct edit|manual|self|yes|no|done(?: in session| already| manually)?|complete|everyone|team|various|multiple|pending|open|todo|to do|completed|planned|blocked|in progress|not started|skipped|failed|not assigned|${nothing})$`,
  'i',
)
const roleNouns =
  /(?:er|or|ist|agent|dev|eng|ops|expert|lead|architect|qa|docs|backend|frontend|devops|security|documentation|swarm|guard|analyst|scout)$/

/** The names of agents in a value: several by `+`, `,`, `&` or "and"; notes in parentheses left out (R10). */
export const agentNames: (value: string) => readonly string[] = ofText(findAgentNames)

function findAgentNames(value: string): readonly string[] {
  // "`coder` for the fix, `scanner` for the audit": what is set off are the names.
  const ticked = value.includes('`')
  const setOff = ticked ? matches(value, /`(@?[A-Za-z][\w-]*)`/g) : []
  if (setOff.length > 0)
    return setOff
      .map((found) => (found[1] ?? '').replace('@', ''))
      .filter((name) => !noAgents.test(name))
  return plain(ticked ? value.replaceAll('`', '') : value)
    .replace(/\([^()]*\)/g, ' ')
    .split(/[+,&/]|\band\b|→|;/)
    .map(agentName)
    .filter(
      (name) => name !== '' && name.length <= 60 && !noAgents.test(name) && !fiveWords.test(name),
    )
}

const fiveWords = /^(?:[^ ]* ){4}/

/** What of a text between two commas is the name: most are nothing but that. */
function agentName(text: string): string {
  if (/^[a-z]+(?:-[a-z]+)*$/.test(text)) return text
  return text
    .replace(/\s[—–-]{1,3}\s.*$/, '')
    .replace(/^@/, '')
    .replace(/^[^\p{Letter}]+|[^\p{Letter}\p{Number})]+$/gu, '')
    .replace(/\s+agent$/i, '')
    .trim()
}

/** The agent that a heading names: "Agent 2: feature-implementer - Phase 3", "Agent A (role - topic)", "… (Agent 2 - Test Fixer)", "… (controller)". */
export function headingAgent(title: Piece, known: ReadonlySet<string>): string | null {
  const text = plainOf(title)
  if (phaseNumber(text)?.kind === 'agent') {
    const found =
      /^\W*Agent\s+\w+\s*(?::\s*(.+?)(?:\s+[-–—]\s+.*)?$|\((.+?)(?:\s+[-–—]\s+.*)?\))/i.exec(text)
    const name = found?.[1] ?? found?.[2]
    return name === undefined ? null : (agentNames(name)[0] ?? null)
  }
  if (!text.includes('(')) return null
  const numbered = /\(Agent\s+\w+\s*[-–—:]\s*([^()]+)\)\W*$/.exec(text)?.[1]
  return numbered === undefined ? trailingAgent(text, known) : (agentNames(numbered)[0] ?? null)
}

/** A trailing "(feature-implementer)", when it looks like an agent or is known as one. */
export function trailingAgent(text: string, known: ReadonlySet<string>): string | null {
  if (!text.includes('(')) return null
  const inside = /\(([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?: agent)?\)\s*(?:\[[^\]]*\]\s*)?$/.exec(
    text,
  )?.[1]
  if (inside === undefined) return null
  const looks =
    (inside.includes('-') && roleNouns.test(inside)) ||
    /^(?:controller|reviewer|worker|debugger|tester|orchestrator|coordinator|planner|researcher|architect|refactorer|coder|developer|scout)$/.test(
      inside,
    )
  return known.has(inside.toLowerCase()) || looks ? inside : null
}

/** Every agent that a field or column names, in lower case. */
export function knownAgents(outline: Outline, mentions: readonly Mention[]): ReadonlySet<string> {
  const known = new Set<string>()
  for (const holders of [outline.all, mentions])
    for (const { fields } of holders)
      for (const { key, value } of fields)
        if (key === 'agent')
          for (const name of agentNames(value.text)) known.add(name.toLowerCase())
  return known
}

/** Who performs a task: its own words, then what its mentions say, then its groups. */
export function agentOf(
  task: Draft,
  groups: readonly Group[],
  known: ReadonlySet<string>,
  bySection: ReadonlyMap<Section, Group>,
  groupAgents: ReadonlyMap<Group, AgentClaim>,
): AgentClaim | null {
  const ordered = definitionFirst(task)
  for (const mention of ordered) {
    const claim = fromFields(mention.fields, 'stated')
    if (claim) return claim
    if (mention.fields.some((field) => field.key === 'agent')) return null
  }
  for (const mention of ordered) {
    if (mention.id === null && mention !== task.definition && isForeign(mention, groups, bySection))
      continue
    const name =
      mention.agent ??
      (mention.form === 'list' && (signsIn(mention.piece) & bracket) !== 0
        ? trailingAgent(plainOf(mention.piece), known)
        : null)
    if (name !== null) return { name, place: mention.piece, origin: 'stated' }
  }
  const parent = task.definition.parent
  const inherited = parent && fromFields(parent.fields, 'inferred')
  if (inherited) return inherited
  const group = groups.find((each) => groupAgents.has(each))
  return (group && groupAgents.get(group)) ?? null
}

/** A title that resembles the task's, but stands in a group that has other tasks. */
function isForeign(
  mention: Mention,
  groups: readonly Group[],
  bySection: ReadonlyMap<Section, Group>,
): boolean {
  const holder = enclosing(mention.section, (at) => bySection.has(at))
  const group = holder ? bySection.get(holder) : undefined
  return group !== undefined && !groups.includes(group)
}

/** The one agent of each group that names one; several agents are nobody's in particular. */
export function agentsOfGroups(
  groups: readonly Group[],
  known: ReadonlySet<string>,
): ReadonlyMap<Group, AgentClaim> {
  const result = new Map<Group, AgentClaim>()
  for (const group of groups) {
    const claim = ofGroup(group, known)
    if (claim) result.set(group, claim)
  }
  return result
}

function ofGroup(group: Group, known: ReadonlySet<string>): AgentClaim | null {
  for (const { section, title } of group.places) {
    const fields = section?.fields ?? []
    // "docs-writer (docs), test-runner (tests)": each has a part of its own; "A + B" do it together, and the first is asked.
    const several = fields.some(
      ({ key, value }) =>
        key === 'agent' && (value.text.includes('(') || !value.text.includes('+')) && agentNames(value.text).length > 1, // prettier-ignore
    )
    const claim = several ? null : fromFields(fields, 'inferred')
    if (claim) return claim
    const name = headingAgent(title, known)
    if (name !== null) return { name, place: title, origin: 'inferred' }
  }
  return null
}

function fromFields(fields: readonly Field[], origin: AgentClaim['origin']): AgentClaim | null {
  for (const field of fields) {
    const name = field.key === 'agent' ? agentNames(field.value.text)[0] : undefined
    if (name !== undefined) return { name, place: field.value, origin }
  }
  return null
}
