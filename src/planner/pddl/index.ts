export { pddlCatalogue, type PddlCode, type PddlFinding } from './findings.ts'
export type { PddlFile } from './page.ts'
export { maximumPddlCharacters, readPddl, type PddlOptions, type PddlReading } from './read.ts'
export { printPddl } from './print.ts'
