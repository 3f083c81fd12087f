import { phrasesOf } from './phrases.ts'

/** What a metadata key says about the thing above it. */
export type Key =
  | 'agent' | 'status' | 'priority' | 'needs' | 'conditions' | 'blocks' | 'blocking' | 'effort' | 'due' | 'outputs' | 'report'
  | 'retries' | 'attempts' | 'timeout' | 'iterations' | 'workers'
  | 'command' | 'mode' | 'strategy' | 'phase' | 'other' // prettier-ignore

const keys: readonly (readonly [Key, readonly RegExp[]])[] = [
  [
    'agent',
    [
      /^(?:assigned |responsible |owner |lead )?(?:agents?|owners?|assigned(?: to)?|assignees?|specialists?)(?: (?:type|assignment))?$/,
    ],
  ],
  [
    'status',
    [/^(?:current |task |overall |plan |execution |sprint |phase )?(?:status|state|progress)$/],
  ],
  ['priority', [/^priority$/]],
  [
    'needs',
    [/^(?:dependenc(?:y|ies)|depends(?: on)?|deps|blocked by|requires|prerequisites?|needs)$/],
  ],
  ['conditions', [/^pre-?conditions?$/]],
  ['blocks', [/^(?:blocks|unblocks|enables)$/]],
  ['blocking', [/^blocking$/]],
  [
    'effort',
    [
      /^(?:estimated )?(?:effort|duration|time|estimate|estimated time|loe|complexity time|hours|time ?(?:box|estimate))$/,
    ],
  ],
  ['due', [/^(?:due(?: date)?|deadline|target date)$/]],
  ['outputs', [/^(?:expected )?(?:outputs?|artifacts?)$/]],
  ['report', [/^reports? back(?: (?:with|on|about))?$/]],
  ['retries', [/^retries$/, /^retry$/, /^max retries$/, /^maximum retries$/, /^retry policy$/]],
  ['attempts', [/^max attempts$/, /^maximum attempts$/]],
  ['timeout', [/^timeout$/, /^time out$/, /^time limit$/]],
  ['iterations', [/^iterations$/, /^max(?:imum)? (?:iterations|rounds)$/]],
  [
    'workers',
    [/^workers$/, /^max(?:imum)? workers$/, /^(?:parallel|concurrent) (?:workers|agents)$/],
  ],
  ['command', [/^(?:command|run)s?$/]],
  ['mode', [/^(?:(?:execution )?(?:mode|pattern)|execution)$/]],
  ['strategy', [/^(?:(?:execution|coordination|chosen) )?strategy(?: type)?$/]],
  [
    'other',
    [
      /^files?(?: (?:modified|created|changed|affected|to (?:create|modify|change)))?$/,
      /^target files?$/,
      /^location$/,
      /^complexity$/,
      /^rationale$/,
      /^notes?$/,
      /^date$/,
      /^created$/,
      /^updated$/,
      /^last updated$/,
      /^version$/,
      /^branch$/,
      /^pr$/,
      /^prs$/,
      /^issues?$/,
      /^adr$/,
      /^epic$/,
      /^wg$/,
      /^type$/,
      /^goal$/,
      /^completed$/,
      /^risk(?: level)?$/,
      /^(?:(?:expected|estimated|projected) )?(?:impact|gains?|savings?|benefits?)$/,
      /^start(?: date)?$/,
      /^end(?: date)?$/,
      /^dates$/,
      /^target$/,
      /^current$/,
      /^final$/,
      /^tag$/,
      /^build$/,
      /^commit message$/,
      /^checks$/,
      /^critical path$/,
      /^total$/,
      /^evidence$/,
      /^scope$/,
      /^author$/,
      /^reviewer$/,
      /^approach$/,
      /^description$/,
      /^context$/,
      /^details$/,
      /^why$/,
      /^how$/,
      /^what$/,
      /^where$/,
      /^when$/,
      /^problem$/,
      /^solution$/,
      /^root causes?$/,
      /^finding$/,
      /^resolution$/,
      /^recommendation$/,
      /^fix$/,
      /^effectiveness$/,
      /^tools$/,
      /^location$/,
      /^coordinator$/,
      /^orchestrator$/,
      /^resources$/,
      /^constraints$/,
      /^time$/,
      /^quality$/,
      /^standards$/,
      /^documentation$/,
      /^performance$/,
      /^testing$/,
      /^example$/,
      /^examples$/,
      /^source plan$/,
      /^related adrs?$/,
      /^open issues$/,
      /^lines$/,
      /^loc$/,
      /^estimated (?:ci time|sequential time|parallel time)$/,
      /^breaking changes$/,
      /^timeline$/,
      /^previous$/,
      /^title$/,
      /^key metrics$/,
      /^confidence$/,
      /^likelihood$/,
      /^probability$/,
      /^severity$/,
      /^category$/,
      /^area$/,
      /^module$/,
      /^crate$/,
      /^link$/,
      /^links$/,
      /^label$/,
      /^labels$/,
    ],
  ],
]

/**
 * What each name of metadata stands for, by its words in small letters: the first that says so counts, and a pattern that is one phrase
 * before those that are several. A bundle has the result instead (`bin/bundle/made.ts`).
 */
export function keyPhrases(): readonly (readonly [phrase: string, key: Key])[] {
  const found = new Map<string, Key>()
  const several: (readonly [string, Key])[] = []
  for (const [key, patterns] of keys)
    for (const pattern of patterns) {
      const phrases = phrasesOf(pattern)
      const [first = ''] = phrases
      if (phrases.length > 1) for (const phrase of phrases) several.push([phrase, key])
      else if (!found.has(first)) found.set(first, key)
    }
  for (const [phrase, key] of several) if (!found.has(phrase)) found.set(phrase, key)
  return [...found]
}
