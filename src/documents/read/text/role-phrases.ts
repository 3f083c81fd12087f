import { phrasesOf } from './phrases.ts'
import type { Role } from './role-words.ts'

/** What folded titles of each role are like; of several roles the first counts. */
const roles: readonly (readonly [Role, readonly RegExp[]])[] = [
  [
    'gate',
    [
      /^(?:.*\b(?:quality|decision|validation|release|exit|build|acceptance|verification|promotion|go.?no.?go|phase) )?gates?(?: \w{1,5})?(?: (?:criteria|checklist|status|results?|summary|requirements|evidence|checks?|validation|verification|approvals?|all (?:passing|passed|met|green)|passed|passing|met))?(?:$| (?:for|after|before|at|on|per) )/,
      // What the pattern above takes too: titles that most plans have, so that it needs not be made for them.
      /^(?:quality |validation |decision |release |exit )?gates?$/,
      /^gate \w{1,4}\b/,
      /^quality (?:checks?|standards?|requirements checklist|assurance checklist)/,
      /^validation(?: (?:checks?|steps|criteria|checklist|gates?|requirements|commands|performed))?$/,
      /^(?:(?:ci|local|manual) )?verification(?: (?:checks?|steps|criteria|checklist|commands))?$/,
      /(?:release|audit|readiness|completion|verification|quality|review|pre ?(?:release|merge|deploy(?:ment)?|flight|commit)|sign off)\b.*checklist/,
      /checklist.*\b(?:release|audit|readiness|completion|verification|quality)/,
    ],
  ],
  [
    'criteria',
    [
      /(?:success|acceptance|exit|release|completion|done|passing|go|pivot|no go|adjust|entry) (?:criteria|criterion|conditions?)/,
      /definition of done/,
      /^criteria\b/,
      /\bacceptance$/,
      /\b(?:complete|done|finished) when$/,
      /^exit$/,
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
  [
    'risk',
    [/(?<!\b(?:high|low|medium) )\brisks?\b|^(?:high|low|medium) risks?$/, /\bmitigations?\b/],
  ],
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
      /^(?:research|analysis|verification|validation|fix|review|setup|cleanup|migration|integration|design|preparation|planning|security|refactoring|coding|infrastructure|deployment|release|follow up|critical|initial|final|remediation|ui|api|database|server|client|devops|build|optional|additional|new|next|daily|weekly|concrete|suggested|proposed|recommended|detailed|individual|follow on) (?:sub)?tasks$/,
      // What the next pattern takes too: see the gates.
      /^(?:tasks?|actions?|action items|steps|action plan|implementation (?:steps|plan|tasks))$/,
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
      /^(?:key |major |main )?achievements(?: summary)?$/,
      /^what was (?:done|built|changed|fixed|delivered|implemented|accomplished)$/,
      /session (?:notes|log)/,
      /completed (?:work|items)/,
      /^(?:just|recently|already) (?:completed?|done|finished|shipped|merged|landed)\b/,
      /status updates?$/,
      /^updates?$/,
      /weekly status/,
    ],
  ],
  [
    'prompt',
    [/^prompts?\b/, /^(?:phase|agent|step) \w+ execution\b(?! (?:strategy|plan)\b)/, /report back/],
  ],
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
      /\btemplates?$/,
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
      /troubleshooting/,
      /^(?:common|known) (?:issues|problems)(?: and (?:solutions|fixes|workarounds))?$/,
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
      /non functional requirements/,
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
      /gaps to (?:address|close|fill)$/,
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

/** The signs of patterns that stand for a few phrases. */
const ofPhrases = /^\^?[a-z ?()|:]+\$?$/

interface RolePhrases {
  /** All roles; of several the first counts. */
  readonly order: readonly Role[]
  /** Of each phrase that is a whole title the first role, by its index. */
  readonly wholes: readonly (readonly [phrase: string, role: number])[]
  /** What stands within titles of a role. */
  readonly fragments: readonly (readonly [Role, readonly string[]])[]
  /** What titles of a role are like besides, as the source of a pattern. */
  readonly patterns: readonly (readonly [Role, string])[]
}

/** What tells the role of a folded title. A bundle has the result instead (`bin/bundle/made.ts`). */
export function rolePhrases(): RolePhrases {
  const wholes = new Map<string, number>()
  const fragments: (readonly [Role, readonly string[]])[] = []
  const patterns: (readonly [Role, string])[] = []
  for (const [index, [role, all]] of roles.entries()) {
    const few = all.filter(({ source }) => ofPhrases.test(source))
    const whole = few.filter(({ source }) => source.startsWith('^') && source.endsWith('$'))
    const inside = few.filter(({ source }) => !source.startsWith('^') && !source.endsWith('$'))
    const others = all.filter((pattern) => !whole.includes(pattern) && !inside.includes(pattern))
    for (const phrase of whole.flatMap(phrasesOf))
      if (!wholes.has(phrase)) wholes.set(phrase, index)
    if (inside.length > 0) fragments.push([role, inside.flatMap(phrasesOf)])
    if (others.length > 0) patterns.push([role, others.map(({ source }) => source).join('|')])
  }
  return { order: roles.map(([role]) => role), wholes: [...wholes], fragments, patterns }
}
