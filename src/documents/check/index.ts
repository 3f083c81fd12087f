export { catalogue, type DiagnosticCode } from './catalogue.ts'
export { check, type CheckOptions } from './check.ts'
export { checkJson } from './json.ts'
