import type { Json } from '../base/index.ts'
import type { Engine } from './engine.ts'
import { commandName } from './conceal.ts'
import { exactCommand } from './exact-command.ts'
import { permit } from './permit.ts'
import type { OpenRequest, RunState } from './state.ts'

/** Puts open requests to a person, one after the other. */
export interface Asking {
  ask(subject: string): void
  /** Whether a request is being put or waits for its turn. */
  busy(): boolean
  settled(): Promise<void>
}

/** Makes the queue of requests. `idle` is called when it has become empty. */
export function asking(engine: Engine, idle: () => void, failed: (cause: unknown) => void): Asking {
  const queue: string[] = []
  let working: Promise<void> | null = null

  async function work(): Promise<void> {
    for (let subject = queue.shift(); subject !== undefined; subject = queue.shift()) {
      if (engine.stopping.aborted) continue
      const open = engine.recorder.state().requests.get(subject)
      if (open) await put(engine, open)
    }
    working = null
    idle()
  }

  return {
    ask(subject) {
      queue.push(subject)
      // In a turn of its own: a queue of requests that are answered already is worked off without a pause.
      working ??= Promise.resolve().then(work).catch(failed)
    },
    busy: () => working !== null,
    async settled() {
      while (working) await working
    },
  }
}

async function put(engine: Engine, open: OpenRequest): Promise<void> {
  if (open.kind === 'permission') return putPermission(engine, open)
  const { asker } = engine.settings
  const answer = asker ? await asker.question(open, engine.stopping) : null
  if (asker && answer !== null) await answerQuestion(engine, open, answer, asker.by)
}

/** Records an answer, if the question is still open. False when it is not. */
export async function answerQuestion(
  { recorder }: Pick<Engine, 'recorder'>,
  { subject, question }: Extract<OpenRequest, { kind: 'question' }>,
  answer: Json,
  by: string,
): Promise<boolean> {
  const isOpen = (state: RunState): boolean => {
    const open = state.requests.get(subject)
    return open?.kind === 'question' && open.question === question
  }
  return recorder.record({ type: 'question.answered', subject, question, answer, by }, isOpen)
}

async function putPermission(
  { recorder, settings, stopping }: Engine,
  open: Extract<OpenRequest, { kind: 'permission' }>,
): Promise<void> {
  const { subject } = open
  const isOpen = (state: RunState): boolean => {
    const now = state.requests.get(subject)
    return now?.kind === 'permission' && commandName(now) === commandName(open)
  }
  const command = exactCommand(recorder.state(), settings, open)
  // The plan has no such command any more: whoever answered would not know what for.
  if (command === null) return
  // What waited since an earlier invocation may be allowed by the flags of this one.
  const decision = permit(recorder.state(), settings, subject, command)
  if (decision.allowed) {
    const given = {
      type: 'permission.given',
      subject,
      command,
      decision: 'once',
      by: decision.by,
    } as const
    await recorder.record(given, isOpen)
    return
  }
  if (!settings.asker || decision.denied) return
  // Whoever decides sees the command as it would run.
  const answer = await settings.asker.permission({ ...open, command }, stopping)
  if (answer === null) return
  await recorder.record(
    { type: 'permission.given', subject, command, decision: answer, by: settings.asker.by },
    isOpen,
  )
}
