import { isAscii, isFolded } from './ascii.ts'
import { ofText } from './remember.ts'
import { bitOf, rolesIn, type Role } from './role-words.ts'
import { plain } from './words.ts'

export type { Role }

const roles: readonly (readonly [Role, readonly RegExp[]])[] = [
  [
    'gate',
    [
      /^(?:.*\b(?:quality|decision|validation|release|exit|build|acceptance|verification|go.?no.?go|phase) )?gates?(?: \w{1,5})?(?: (?:criteria|checklist|status|results?|summary|requirements))?(?:$| (?:for|after|before|at|on) )/,
      /^gate \w{1,4}\b/,
      /^quality (?:checks?|standards?|requirements checklist|assurance checklist)/,
      /^validation(?: (?:checks?|steps|criteria|checklist|gates?|requirements|commands))?$/,
      /^verification(?: (?:checks?|steps|criteria|checklist|commands))?$/,
      /(?:release|audit|readiness|completion|verification|quality|review|pre ?(?:release|merge|deploy(?:ment)?|flight|commit)|sign off)\b.*checklist/,
      /checklist.*\b(?:release|audit|readiness|completion|verification|quality)/,
    ],
  ],
  [
    'criteria',
    [
      /(?:success|acceptance|exit|completion|done|passing|go|pivot|no go|adjust|entry) (?:criteria|criterion|conditions?)/,
      /definition of done/,
      /^criteria\b/,
      /^dod$/,
    ],
  ],
  ['deliverables', [/^(?:.* )?deliverables?(?: \w+)?$/, /^(?:expected )?(?:outputs?|artifacts?)$/]],
  ['rollback', [/roll ?back/, /back ?out plan/]],
  [
    'contingency',
    [
      /contingenc/,
      /^if ./,
      /^fallback/,
      /failure (?:handling|scenarios?|recovery|modes?)/,
      /escalation/,
    ],
  ],
  ['risk', [/\brisks?\b/, /\bmitigations?\b/]],
  ['metrics', [/\bmetrics\b/, /\bkpis?\b/, /\btargets?$/, /performance targets/, /scorecard/]],
  [
    'graph',
    [
      /dependenc(?:y|ies)(?: \w+)? (?:graph|map|tree|chart|diagram|matrix)/,
      /^(?:task|execution) (?:graph|flow|sequence|dag)/,
      /critical path/,
      /^dependenc(?:y|ies)\b/,
      /^(?:phase|sprint|task) dependenc/,
    ],
  ],
  [
    'tasks',
    [
      /^(?:(?:atomic|remaining|key|main|core|all|implementation|detailed|development|parallel|sequential|open|active|pending|high priority|low priority|medium priority|p\d|wg|sub|required|work|immediate|priority|specific|technical|backend|frontend|testing|documentation|sprint|phase) )*(?:tasks?|actions?|action items|steps|work (?:items?|packages?|breakdown)|work packages atomic|to ?dos?|execution order|implementation (?:steps|plan|checklist|tasks)|subtasks|action plan|activities|user stories|stories|(?:remaining|outstanding|planned|upcoming) work|(?:execution|work|fix|remediation|resolution|repair|cleanup|implementation) plan)(?: (?:breakdown|list|assignments?|decomposition|checklist|table|overview|plan|definitions?|details?|by \w+))?$/,
    ],
  ],
  [
    'agents',
    [
      /agents? (?:assign|capab|mapping|matrix|roster|roles|coordination|allocation)/,
      /^(?:team|resources?)(?: (?:structure|allocation|sharing|requirements))?$/,
      /^agents?$/,
    ],
  ],
  [
    'log',
    [
      /\blogs?$/,
      /^(?:\w+ )?results?$/,
      /changes (?:made|summary|applied)/,
      /^changes$/,
      /files? (?:changed|modified|created)/,
      /^commits?\b/,
      /commit messages?/,
      /\bhistory\b/,
      /change ?log/,
      /release notes/,
      /changes completed log/,
      /progress (?:tracking|updates?|reports?|summary)?$/,
      /accomplish/,
      /session (?:notes|log)/,
      /completed (?:work|items)/,
      /^(?:just|recently|already) (?:completed?|done|finished|shipped|merged|landed)\b/,
      /status updates?$/,
      /^updates?$/,
      /weekly status/,
    ],
  ],
  ['prompt', [/^prompts?\b/, /^(?:phase|agent|step) \w+ execution\b/, /report back/]],
  [
    'reference',
    [
      /references?$/,
      /^related\b/,
      /appendix/,
      /^links?$/,
      /^notes?$/,
      /\bnotes$/,
      /^examples?$/,
      /glossary/,
      /configuration changes/,
      /^configuration$/,
      /commands?$/,
      /^usage$/,
      /^testing$/,
      /^tools?$/,
      /files? (?:created|to)/,
      /^functions$/,
      /^files$/,
      /adr references?/,
      /communication/,
      /monitoring plan/,
      /^documentation$/,
      /post implementation/,
      /maintenance/,
      /future (?:enhancements?|work|plans?|roadmap)/,
      /evidence rules/,
      /cross task/,
      /contracts/,
    ],
  ],
  ['deferred', [/^deferred\b/, /out of scope/, /^non goals?$/, /^backlog\b/, /not in scope/]],
  ['timeline', [/\btimeline\b/, /\bschedule\b/, /gantt/, /calendar/, /time investment/]],
  [
    'goals',
    [
      /^(?:primary |main |project |overall |key |strategic |sub ?)?(?:goals?|objectives?)(?: hierarchy| tree| state)?$/,
      /^world state/,
      /^sub ?goals$/,
    ],
  ],
  [
    'coordination',
    [/^coordinat/, /coordination (?:points|plan|strategy)/, /speed vs/, /trade ?off/],
  ],
  [
    'analysis',
    [
      /^(?:\w+ )?analysis$/,
      /^analyze\b/,
      /root ?cause/,
      /problem (?:statement|categories)/,
      /lessons?/,
      /learnings/,
      /findings/,
      /\bevidence$/,
      /options? evaluation/,
      /^option \w\b/,
      /recommended solution/,
      /^background/,
      /^context$/,
      /constraints/,
      /assumptions/,
      /current state/,
      /complexity/,
      /quality requirements/,
      /rationale/,
      /motivation/,
      /architecture/,
      /strategy/,
      /strategize/,
      /^approach/,
      /issue description/,
      /^pr summary/,
      /inventory/,
      /improvements$/,
      /conclusion/,
      /considerations/,
      /gap$/,
      /snapshot/,
    ],
  ],
  [
    'quiet',
    [
      /summary/,
      /overview/,
      /introduction/,
      /next (?:steps?|actions?)/,
      /metadata/,
      /^status$/,
      /plan metadata/,
    ],
  ],
]

const joined = roles.map(([role, patterns]) => ({
  role,
  bit: bitOf(role),
  pattern: new RegExp(patterns.map(({ source }) => source).join('|')),
}))

/** The role whose words a folded title has. */
const named: (folded: string) => Role | undefined = ofText(findNamed)

function findNamed(folded: string): Role | undefined {
  const bits = rolesIn(folded)
  if (bits === 0) return undefined
  for (const { role, bit, pattern } of joined)
    if ((bits & bit) !== 0 && pattern.test(folded)) return role
  return undefined
}

/** Several questions are asked of a title without its markup. */
const plainTitle: (title: string) => string = ofText(plain)

/** The title as roles are matched: lower case, without numbers in front, emoji, parentheses and punctuation. */
export const roleTitle: (title: string) => string = ofText(findRoleTitle)

function findRoleTitle(title: string): string {
  const lower = plainTitle(title).toLowerCase()
  if (isFolded(lower)) return lower
  const open = lower.includes('(') ? lower.replace(/\([^()]*\)/g, ' ') : lower
  const ascii = isAscii(title)
  const said =
    !ascii && (open.includes('—') || open.includes('–'))
      ? open.replace(/[—–].*?(?:complete|passing|done|pending|in progress).*$/, ' ')
      : open
  return said
    .replace(/^\W*(?:\d+[.)]\s*)?/, '')
    .replace(ascii ? /[^a-z0-9]+/g : /[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
}

/** Behind a phase's number these say what stands below. */
const tellingBehind: ReadonlySet<Role> = new Set([
  'deliverables',
  'criteria',
  'gate',
  'metrics',
  'risk',
  'rollback',
  'prompt',
])

/** The role that a title names. Undefined when it names none, so that the section inherits. */
export const roleOf: (title: string) => Role | undefined = ofText(findRoleOf)

function findRoleOf(title: string): Role | undefined {
  if (isMethod(title)) return methodRole(title)
  // "Quality Gate: the sources are sound": what stands before the colon says what it is.
  const head = title.includes(':') ? /^([^:]+):\s/.exec(plainTitle(title))?.[1] : undefined
  if (
    head !== undefined &&
    /gate/i.test(head) &&
    /^(?:quality|validation|verification|decision|release|exit) gates?(?: \w{1,4})?$/.test(
      roleTitle(head),
    )
  )
    return 'gate'
  const folded = roleTitle(title)
  const own = named(folded)
  if (phaseNumber(title) === undefined) return own === undefined && namesMode(title) ? 'phase' : own
  // "Phase 1 Execution" is a prompt and "Week 1 Deliverables" are deliverables; else a phase is a phase.
  const rest = roleTitle(title.replace(phaseStart, ''))
  const behind = named(rest)
  if (own === 'prompt' || own === 'contingency') return own
  if (/^(?:\w+ )?(?:orchestration|commands?|scripts?|examples?)$/.test(rest)) return 'reference'
  if (behind !== undefined && tellingBehind.has(behind) && !/[:—–-]\s/.test(title)) return behind
  return 'phase'
}

/** "Integration Phase", "Testing & Validation (Hybrid: …)": phases without a number. */
function namesMode(title: string): boolean {
  const hasMode =
    title.includes('(') &&
    /\((?:[^()]*\b)?(?:sequential|parallel|hybrid|swarm|iterative|concurrent)\b[^()]*\)\W*$/i.test(
      title,
    )
  return (
    hasMode || (/phase/i.test(title) && /\bphase\W*(?:\([^()]*\)\W*)?$/i.test(plainTitle(title)))
  )
}

const methodWords =
  /^(?:analyze|analyse|analysis|decompose|decomposition|strategi[sz]e|strategy|coordinate|coordination|execute|execution|synthesi[sz]e|synthesis|task analysis|task decomposition|strategy selection|agent assignment|execution planning|execution start|execution monitoring|dynamic execution|result synthesis|results? aggregation|assign|plan execution)(?:$|\s*[-—–:(].*$|\s+phase\b.*$)/i

/** Steps of the method that GOAP documents follow: headings such as "Phase 2: DECOMPOSE" (R2). */
export const isMethod: (title: string) => boolean = ofText(findIsMethod)

function findIsMethod(title: string): boolean {
  if (!mayBeMethod(title)) return false
  // Who says how a step's tasks are run means to run them: "Phase 1: Analysis (Sequential)".
  if (
    title.includes('(') &&
    /^\W*phase\b.*\((?:[^()]*\b)?(?:sequential|parallel|hybrid|swarm)\b[^()]*\)\W*$/i.test(title)
  )
    return false
  const whole = plainTitle(title)
  const numbered = numberedStep.exec(whole)
  const text = (numbered?.[1] ?? whole).trim()
  if (numbered || shouted.test(text)) return methodWords.test(text)
  return methodPhase.test(text)
}

const numberedStep = /^\W*(?:phase|step|stage|part)?\s*\d+\s*[:.)—–-]\s*(.*)$/i
const shouted = /^[A-Z]{6,}(?:\s*[-—–:(].*)?$/
const methodPhase = /^(?:analysis|decomposition|strategy|coordination|execution|synthesis) phase$/i

/** Whether a title begins with a number, a word in capitals, or the first letter of a word that steps have. */
function mayBeMethod(title: string): boolean {
  for (let index = 0; index < title.length; index++) {
    const code = title.charCodeAt(index)
    if (code >= 128) return true
    if (code >= 48 && code <= 57) return true
    if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) {
      const next = title.charCodeAt(index + 1)
      return (next >= 65 && next <= 90) || 'adsecpADSECP'.includes(title[index] ?? '')
    }
  }
  return false
}

function methodRole(title: string): Role {
  const text = plainTitle(title).toLowerCase()
  if (/decompos|task breakdown/.test(text)) return 'tasks'
  if (/analy[sz]|strateg/.test(text)) return 'analysis'
  if (/coordinat|agent assignment/.test(text)) return 'coordination'
  return 'method'
}

const kinds =
  'phase|sprint|week|wave|group|stage|iteration|batch|track|workstream|milestone|cycle|round|day|month|step|component|sub-?goal|goal|agent|epic|tier|level|part'
const phaseStart = new RegExp(
  `^\\W*(?:\\d+[.)]\\s*)?(?:${kinds})s?\\s+(?:\\d+[A-Za-z]?(?:\\.\\d+)*|[A-Z]|[IVX]+)(?:\\s*(?:[-–&+]|and)\\s*\\d+)?(?![\\w])`,
  'i',
)
const numbered = new RegExp(
  `^\\W*(?:\\d+[.)]\\s*)?(${kinds})s?\\s+#?(\\d+[A-Za-z]?(?:\\.\\d+)*|[A-Z]|[IVX]+)(?![\\w])`,
  'i',
)

export interface Numbered {
  /** `phase`, `week`, `goal`, …, in lower case. */
  readonly kind: string
  /** `1`, `2b`, `a`, …, in lower case. */
  readonly number: string
}

/** "Phase 2B: Javy" is the phase 2b. Undefined for a title without kind and number. */
export const phaseNumber: (title: string) => Numbered | undefined = ofText(findPhaseNumber)

function findPhaseNumber(title: string): Numbered | undefined {
  const found = numbered.exec(plainTitle(title))
  if (!found || (/^[a-z]$/.test(found[2] ?? '') && !/^[A-Z]$/.test(found[2] ?? '')))
    return undefined
  return {
    kind: (found[1] ?? '').toLowerCase().replace('-', ''),
    number: (found[2] ?? '').toLowerCase(),
  }
}
