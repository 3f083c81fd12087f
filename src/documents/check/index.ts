export { catalogue, type DiagnosticCode } from './catalogue.ts'
export { check, checkJson } from './check.ts'
export { diagnostic } from './diagnostic.ts'
