export type { Agent, Answer, Attempt, Question, Readiness, TaskPacket } from './agent.ts'
