export type { Clock, Milliseconds, Random, Timestamp } from './clock.ts'
export type { Place } from './place.ts'
export { codeAt } from './code-at.ts'
export { columns, graphemes, shortened } from './columns.ts'
export { errorCodes, type ErrorCode } from './codes.ts'
export { formatDuration, parseDuration } from './duration.ts'
export { GoapError } from './errors.ts'
export { folded, keeping, type Folding } from './fold.ts'
export { forText } from './for-text.ts'
export { freeKey, runId, slug } from './ids.ts'
export { isObject, type Json } from './json.ts'
export { changesBetween, nearest } from './nearest.ts'
export { once } from './once.ts'
export { plainYaml } from './plain-yaml.ts'
export { secretShapes } from './secret-shapes.ts'
export { seededRandom, simulatedClock, type SimulatedClock } from './simulated.ts'
export { milliseconds, systemClock, systemRandom } from './system.ts'
export { at, elements, set, vector, type Vector } from './vector.ts'

// Left out of the package's declarations, since they speak of packages that are not installed with goap, or whose own declarations
// fail under `nodenext`.
/** @internal */
export { dagre, graphology, yaml, zod } from './packages.ts'
/** @internal */
export { startInYaml, yamlMessage } from './yaml-place.ts'
