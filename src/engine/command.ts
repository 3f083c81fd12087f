import type { Timestamp } from '../base/index.ts'
import type { GateKey, Happening, TaskKey } from '../model/index.ts'

/** What the core wants to be done. Carried out only after the events that led to it are committed. */
export type EngineCommand =
  /** Record this too, in the same commit. */
  | { readonly type: 'emit'; readonly happening: Happening }
  | { readonly type: 'perform'; readonly task: TaskKey }
  | { readonly type: 'evaluate'; readonly gate: GateKey }
  /** Make the task ready again at `due`. */
  | { readonly type: 'wake'; readonly task: TaskKey; readonly due: Timestamp }
  /** Carry out the next step of what the document states for this failure. */
  | { readonly type: 'remedy'; readonly subject: string }
  /** Undo what this task did. */
  | { readonly type: 'compensate'; readonly task: TaskKey }
  /** Find another way to the goal. */
  | { readonly type: 'replan' }
  /** Put the open request of this subject to a person. */
  | { readonly type: 'ask'; readonly subject: string }
  /** Stop what runs. */
  | { readonly type: 'stop' }
