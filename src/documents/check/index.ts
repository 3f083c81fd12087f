export {
  fingerprints,
  knownFindings,
  newFindings,
  unmarked,
  type KnownFinding,
} from './baseline.ts'
export { catalogue, type DiagnosticCode } from './catalogue.ts'
export { check, checkGoal, type CheckOptions } from './check.ts'
export { githubCommands, sarif, type Findings } from './formats.ts'
export { gathered, othersTold } from './gather.ts'
export { checkJson } from './json.ts'
export { fullCode, withSeverities, type ChosenSeverity } from './severities.ts'
