export { ownerKey, progressOf, type Progress, type WantedStatus } from './progress.ts'
export {
  rewrite,
  write,
  writeBack,
  type Edit,
  type RefusedEdit,
  type WriteResult,
} from './write.ts'
