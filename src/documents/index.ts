export {
  catalogue,
  check,
  checkJson,
  type CheckOptions,
  type DiagnosticCode,
} from './check/index.ts'
export { explain, type Note } from './explain.ts'
export { columns, frame, type FrameOptions, type Paint } from './frame.ts'
export { planJson } from './json.ts'
export { read } from './read/index.ts'
export { sourceOf, type SourceOptions } from './source.ts'
export {
  measuresOf,
  ownerKey,
  progressOf,
  rewrite,
  write,
  writeBack,
  type Edit,
  type Measures,
  type Progress,
  type RefusedEdit,
  type WantedStatus,
  type WriteResult,
} from './write/index.ts'
