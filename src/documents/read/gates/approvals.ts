import type { Check } from '../../../model/index.ts'

/** People by what they are in a project. Agents, tools and pipelines agree to nothing. */
const roles =
  '(?:humans?|persons?|people|stakeholders?|(?:product |project |system |process |code)?owners?|maintainers?|managers?|management|' +
  '(?:tech(?:nical)? |team |project |qa |engineering |security |design |product )?leads?|(?:core |security |product |design |qa |legal |platform |release |engineering )?teams?|' +
  'reviewers?|architects?|committee|board|cto|ceo|cfo|ciso|vp|directors?|customers?|clients?|sponsors?|legal|compliance|auditors?|operators?|authors?|editors?|leadership)'
const role = new RegExp(`\\b${roles}\\b`, 'i')
const noPerson =
  /\b(?:agents?|bots?|ci|pipelines?|workflows?|tools?|llms?|models?|gates?|automat\w*|auto)\b/i
const given =
  '(?:\\s+(?:is |was |has been |have been )?(?:obtained|received|given|granted|completed?|secured|documented|recorded|required|done))?'

/** Pieces of words without which nobody agrees to anything. */
const agreeing = /approv|sign|accept|agree|review|confirm/i

/** "Approved by Ann", "Stakeholder sign-off obtained", "Manual review": a person must agree. Null: the words say something else. */
export function approvalOf(words: string): Extract<Check, { kind: 'approval' }> | null {
  if (words.length > 140 || !agreeing.test(words)) return null
  if (noPerson.test(words) || words.includes('`')) return null
  const by = passive(words) ?? named(words) ?? byRole(words) ?? bare(words)
  return by === undefined ? null : { kind: 'approval', by: by === '' ? null : by }
}

/** `Design (reviewed and) approved (by Ann)`, `Signed off by the team`. */
function passive(words: string): string | undefined {
  const found = /^(?:\S.{0,80}?\s)?(?:is |are |was |were |has been |have been )?(?:(?:formally |explicitly |reviewed and )?approved|signed[- ]off)(?:\s+by\s+(\S.*))?$/i.exec(words) // prettier-ignore
  if (!found || /\b(?:not|only|no|all|any|each|every|pre|once|when|if|after|until|use of|uses?)\b/i.test(words)) return undefined // prettier-ignore
  return nameOf(found[1] ?? '')
}

const approvalFrom = new RegExp(`^(?:final |formal |explicit )?(?:approval|sign[- ]?off)(?:\\s+(?:from|by|of)\\s+|\\s*:\\s+)(\\S.*?)${given}$`, 'i') // prettier-ignore

/** `Sign-off from the lead`, `Approval by Ann obtained`, `Approval: technical lead`. */
function named(words: string): string | undefined {
  const found = approvalFrom.exec(words)
  return found ? nameOf(found[1] ?? '') : undefined
}

const roleThenNoun = new RegExp(`^(?:the |a |an )?((?:\\w+ )?${roles})(?:'s)? (?:approval|sign[- ]?off|acceptance)${given}$`, 'i') // prettier-ignore
const roleThenVerb = new RegExp(`^(?:the |a |an )?(${roles}) (?:(?:has |have )?(?:approves?|approved|signs? off|signed off)|agrees?)(?:\\s+(?:on |to |the ).*)?$`, 'i') // prettier-ignore

/** `Stakeholder approval obtained`, `Team lead signs off`, `The maintainer approves the release`. */
function byRole(words: string): string | undefined {
  const found = (roleThenNoun.exec(words) ?? roleThenVerb.exec(words))?.[1]
  return found === undefined ? undefined : nameOf(/^humans?$/i.test(found) ? '' : found)
}

const byNobody = new RegExp(`^(?:(?:human|manual) (?:review|approval|sign[- ]?off|acceptance|confirmation)|(?:final )?sign[- ]?off|(?:final )?approval)(?:\\s+(by|from) (\\S.*?)|\\s+of \\S.*?)?${given}$`, 'i') // prettier-ignore

/** `Manual review`, `Human approval required`, `Sign-off`. */
function bare(words: string): string | undefined {
  const found = byNobody.exec(words)
  return found ? nameOf(found[2] ?? '') : undefined
}

/** Who it is: a role, a name or a handle of few words. Undefined: the words name something else. */
function nameOf(who: string): string | undefined {
  const name = who.replace(/^(?:the|a|an)\s+/i, '').trim()
  if (name === '') return ''
  if (name.split(/\s+/).length > 6) return undefined
  const isName = /^@?[\p{Lu}@][\p{L}\p{N}.'-]*(?:(?:\s|,\s|\s(?:and|&|\+)\s)@?[\p{Lu}][\p{L}\p{N}.'-]*)*$/u.test(name) // prettier-ignore
  return role.test(name) || isName ? name : undefined
}
