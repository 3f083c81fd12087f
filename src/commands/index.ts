export { confinedStart, type ConfinedStartOptions } from './bubblewrap.ts'
export {
  bubblewrapHere,
  type Bubblewrap,
  type BubblewrapOptions,
  type NoBubblewrap,
} from './bubblewrap-here.ts'
export type {
  Command,
  CommandOrigin,
  CommandResult,
  Commands,
  ProcessGroup,
  RunOptions,
} from './commands.ts'
export {
  confined,
  confinementIn,
  notConfined,
  type Confine,
  type ConfinedOptions,
} from './confined.ts'
export { ownEnvironment } from './environment.ts'
export { endGroup } from './group.ts'
export { isAlive, processIdentity, type ProcessIdentity } from './identity.ts'
export { lackOf } from './lack.ts'
export { boundedStart, startPeer, type Peer, type PeerEnd, type PeerLimits } from './peer.ts'
export { plain, type PlainOptions } from './plain.ts'
export type { Reach, ResourceLimits } from './reach.ts'
export { redactField, redactJson } from './redact-json.ts'
export { redact, redactor, secretValues, type Secrets } from './redact.ts'
export type { Start } from './start.ts'
export {
  scripted,
  type ScriptedAnswer,
  type ScriptedAnswers,
  type ScriptedCommands,
} from './scripted.ts'
