import { plain } from './words.ts'

// "Security hardening", "Integration tests with real data": work that is named by a noun instead of a verb in the imperative.

const nouns = new Set(
  (
    'adoption alerting alignment analysis assessment audit auditing audits automation backfill baseline benchmark benchmarking benchmarks ' +
    'branching build caching calibration certification cleanup clean-up completion configuration consolidation conversion creation ' +
    'debugging decomposition deduplication deployment deprecation design development discovery documentation elimination ' +
    'enhancement enhancements evaluation execution expansion experimentation exploration extension extraction handling fix fixes ' +
    'finalization generation hardening implementation implementations improvement improvements indexing installation ' +
    'instrumentation integration integrations investigation launch localization logging management measurement migration migrations modeling ' +
    'modernization monitoring normalization onboarding optimisation optimization optimizations orchestration packaging parallelization ' +
    'planning polish polishing preparation processing profiling provisioning protection publication publishing prototype prototyping ' +
    'refactor refactoring refinement registration release removal rename renaming reorganization replacement reporting ' +
    'research restructuring review reviews rewrite rollout roll-out scaffolding scaling scheduling selection setup set-up ' +
    'signoff sign-off simplification specification stabilization standardization sunset support synchronization test testing ' +
    'tests training triage troubleshooting tuning unification update updates upgrade upgrades validation verification ' +
    'visualization walkthrough'
  ).split(' '),
)

/** Where the words end whose last one says what is done: "Migration guide creation (v2)", "Validation against targets". */
const end =
  /\s*(?:[(:;,]|\s[—–-]\s|\s(?:for|of|with|without|against|to|in|across|by|using|on|from|via|at|based|into|between|per|through|under|over|before|after)\s)/i

/** Whether a text names something to be done by a noun. */
export function namesAction(text: string): boolean {
  const words = plain(text).replace(/^[^\p{Letter}]+/u, '')
  const cut = end.exec(words)
  const head = (cut ? words.slice(0, cut.index) : words).toLowerCase()
  return head.split(/\s(?:and|&|\+)\s|\//).some((part) => nouns.has(lastWord(part)))
}

function lastWord(text: string): string {
  return /([a-z-]+)[.\s]*$/.exec(text)?.[1] ?? ''
}
