export { measuresOf, type Measures } from './figures.ts'
export { ownerKey, progressOf, type Progress, type WantedStatus } from './progress.ts'
export type { Edit } from './splice.ts'
export {
  rewrite,
  write,
  writeBack,
  type RefusedEdit,
  type Rewritten,
  type WriteResult,
} from './write.ts'
