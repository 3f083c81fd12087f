export { aheadOf, type Ahead } from './ahead.ts'
export { cyclicComponents, shortestCycle } from './components.ts'
export { dot } from './draw/dot.ts'
export { svg } from './draw/svg.ts'
export { findSubject, findTask } from './find.ts'
export { heap, type Heap } from './heap.ts'
export { graphJson } from './graph-json.ts'
export {
  listSchedule,
  longestChain,
  windows,
  type ListScheduleOptions,
  type Placed,
  type Windows,
  type Works,
} from './list-schedule.ts'
export { mermaid } from './mermaid.ts'
export { overview, type Overview } from './overview.ts'
export { isCalled, select, type Selection } from './select.ts'
export { tree } from './tree.ts'
export { graph } from './graph.ts'
export { scheduleJson } from './schedule-json.ts'
export {
  capacitiesOf,
  capacityOf,
  schedule,
  slackOf,
  type Schedule,
  type ScheduledItem,
  type ScheduleOptions,
} from './schedule.ts'
export type { EdgeOrigin, GraphEdge, GraphNode, NodeKind, TaskGraph } from './task-graph.ts'
export { formatWhy, nameOf, why, type Explanation, type Reason } from './why.ts'
