export { catalogue, type DiagnosticCode } from './catalogue.ts'
export { check, checkJson, diagnostic } from './check.ts'
