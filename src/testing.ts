/**
 * For tests of agents, plans and listeners: time, chance, commands and a journal that do as they are told.
 *
 * @example
 * const commands = scripted({ 'npm test': { exit: 0, tail: '12 passed, 0 failed' } })
 * await using run = execute(plan, { commands, permissions: { allow: [], deny: [], all: 'test' } })
 *
 * @module
 */
export { functionAgent } from './agents/index.ts'
export { seededRandom, simulatedClock, type SimulatedClock } from './base/index.ts'
export {
  scripted,
  type ScriptedAnswer,
  type ScriptedAnswers,
  type ScriptedCommands,
} from './commands/index.ts'
export { simulate, type Simulation } from './engine/index.ts'
export { memoryFiles } from './gates/index.ts'
export { memoryJournal, memoryStore, type MemoryStore } from './journal/index.ts'
