import { at, GoapError, type Json } from '../base/index.ts'
import type { Lease } from '../journal/index.ts'
import { type Happening, type RunEvent, type Task, type TaskKey } from '../model/index.ts'
import { reporter, type Report, type Reporter } from '../observe/index.ts'
import { announcer } from './announcer.ts'
import { answerQuestion, asking, type Asking } from './asking.ts'
import { choicesFor, resourcesOf, type Choice } from './choices.ts'
import type { EngineCommand } from './command.ts'
import { positionOf } from './draft.ts'
import type { Engine } from './engine.ts'
import { evaluate } from './evaluate.ts'
import { frozen } from './frozen.ts'
import { listening, type Listening } from './listening.ts'
import type { Settings } from './options.ts'
import { perform } from './perform.ts'
import { recorder } from './recorder.ts'
import { compensate, remedy } from './remedying.ts'
import { endSurvivors, goOn } from './recover.ts'
import { outstanding } from './restore.ts'
import { generationOf, planned } from './planned.ts'
import { replan } from './replanning.ts'
import type { Run } from './run.ts'
import { slots as makeSlots, type Way } from './slots.ts'
import { isUnfinished, type RunState } from './state.ts'

// The runtime in this process: carries out what the core commands.
//
//   E1. Only the lease holder is here; when the journal says otherwise, everything stops at once and nothing more is written.
//   E2. A slot is held only by an attempt or an evaluation that does something; questions and backoff hold none.
//   E3. The runtime ends when the run is finished, interrupted, or nothing is left that goes on without a person.

/** Everything an embedded run starts from. */
export interface Beginning {
  readonly state: RunState
  readonly lease: Lease
  readonly settings: Settings
  /** What is recorded first: that the run started, or goes on. */
  readonly first: Happening
  /** What is recorded then, see `restore`. */
  readonly unsaid: readonly Happening[]
  /** The next generation of the plans, recorded before anything goes on. */
  readonly replanned?: Happening
}

/** Runs what the state asks for until there is no more to do here. */
export function embedded(beginning: Beginning): Run {
  const { state: start, lease, settings, first, unsaid, replanned } = beginning
  const { journal, clock } = settings
  const stop = new AbortController()
  let now = planned(generationOf(start, replanned), settings)
  const engine: Engine = {
    settings,
    lease,
    stopping: stop.signal,
    running: [],
    get parents() {
      return now.parents
    },
    recorder: recorder(start, {
      journal,
      lease,
      clock,
      conceal: settings.conceal,
      committed,
      failed,
    }),
  }
  stop.signal.addEventListener('abort', abortAll)
  const slots = makeSlots({ total: settings.concurrency, limitOf: (claim) => now.limitOf(claim) })
  const timers = new Set<() => void>()
  const follow: Listening = listening(start.run, journal, settings.listeners, clock)
  const requests: Asking = asking(engine, lookForEnd, failed)
  const ended = Promise.withResolvers<void>()
  const news = announcer()
  const taken = new Set<string>()
  /** What the report will say; null where events were told before or plans have changed: then the journal is read again. */
  let told: Reporter | null = start.seq === 0 ? reporter(start.run, start.spec) : null
  let over = false
  let interrupted = false
  let began = false
  let working = 0

  function committed(events: readonly RunEvent[], commands: readonly EngineCommand[]): void {
    for (const event of events) {
      if (event.type === 'run.replanned') {
        told = null
        now = planned(engine.recorder.state(), settings)
      }
      told?.take(event)
    }
    carryOutAll(commands)
    follow.wake()
    news.announce()
    lookForEnd()
  }

  function failed(cause: unknown): void {
    stop.abort()
    slots.clear()
    over = true
    ended.reject(cause)
  }

  /** The queue stands still meanwhile, so that the most urgent of them starts first, not the first. */
  function carryOutAll(commands: readonly EngineCommand[]): void {
    slots.pause()
    for (const command of commands) carryOut(command)
    slots.start()
  }

  function carryOut(command: EngineCommand): void {
    switch (command.type) {
      case 'perform':
        return enqueue(command.task, choicesOf(command.task), ({ agent }) =>
          perform(engine, command.task, agent),
        )
      case 'evaluate':
        return enqueue(command.gate, [{ claims: [] }], () => evaluate(engine, command.gate))
      case 'remedy':
        return enqueue(command.subject, [{ claims: resourcesOf(taskOf(command.subject)) }], () =>
          remedy(engine, command.subject),
        )
      case 'compensate':
        return enqueue(command.task, [{ claims: resourcesOf(taskOf(command.task)) }], () =>
          compensate(engine, command.task),
        )
      case 'replan':
        return void busy(() => replan(engine)).then(lookForEnd, failed)
      case 'ask':
        return requests.ask(command.subject)
      case 'wake':
        return wake(command.task, command.due)
      case 'stop':
        slots.clear()
        return abortAll()
      case 'emit':
    }
  }

  function abortAll(): void {
    for (const controller of engine.running) controller.abort()
  }

  function taskOf(key: string): Task | null {
    const state = engine.recorder.state()
    return state.graph.nodes[positionOf(state, key)]?.task ?? null
  }

  function choicesOf(key: TaskKey): readonly [Choice, ...Choice[]] {
    const task = taskOf(key)
    if (!task) throw new Error(`"${key}" is not a task`)
    const swarm = now.swarms.claims.get(key) ?? []
    return choicesFor(key, task, settings, { parents: engine.parents, swarm })
  }

  function enqueue<W extends Way>(
    key: string,
    ways: readonly [W, ...W[]],
    work: (way: W) => Promise<void>,
  ): void {
    slots.add(ways, now.rank(key), (way) => busy(() => work(way))).then(lookForEnd, failed)
  }

  async function busy(work: () => Promise<void>): Promise<void> {
    working++
    try {
      await work()
    } finally {
      working--
    }
  }

  /** Waits no longer than the longest backoff: `due` may have been said by a clock that was wrong. */
  function wake(task: string, due: number): void {
    const delay = Math.min(settings.retry.limit, Math.max(0, due - clock.now()))
    const cancel = clock.timer(delay, () => {
      timers.delete(cancel)
      if (!over) engine.recorder.record(readyAgain(engine, task), isBacking(task)).catch(failed)
    })
    timers.add(cancel)
  }

  /** Ends this process's part when nothing goes on by itself any more (E3). */
  function lookForEnd(): void {
    if (over || !began) return
    const { life, active, underway } = engine.recorder.state()
    if (life === 'succeeded' || life === 'failed' || life === 'cancelled') return finish()
    if (requests.busy() || working > 0) return
    if (life === 'paused' && underway === 0) return finish()
    if (interrupted && isUnfinishing(life)) return finish(pausedBecause('interrupted'))
    if (life === 'running' && active === 0 && underway === 0) finish(pausedBecause('waiting'))
  }

  function finish(last?: Happening): void {
    over = true
    const recorded = last ? engine.recorder.record(last, isUnfinished) : Promise.resolve(true)
    follow.wake() // the process before us may have died without telling the last events
    recorded
      .then(() => engine.recorder.settled())
      .then(() => follow.flushed())
      .then(ended.resolve, ended.reject)
  }

  const closed = ended.promise.finally(async () => {
    over = true
    stop.abort()
    for (const cancel of timers) cancel()
    stopSignals()
    stopHeart()
    settings.signal?.removeEventListener('abort', interruptNow)
    await slots.onIdle()
    await journal.release(lease).catch(() => {})
    news.close()
  })
  closed.catch(() => {})

  function interruptNow(): void {
    if (over || interrupted) return
    interrupted = true
    slots.clear()
    stop.abort()
    lookForEnd()
  }

  async function receive(only?: string): Promise<void> {
    for (const { id, kind, payload, by } of await journal.pending(start.run)) {
      // A signal stays pending until its event is committed, and may be seen again before.
      if (taken.has(id) || (only !== undefined && kind !== only)) continue
      taken.add(id)
      const event = { type: 'signal.received', signal: id, kind, payload, by } as const
      await engine.recorder.record(event)
    }
  }

  const stopSignals = journal.watch(() => void (over || receive().catch(failed)))
  const stopHeart = heartbeats(settings, lease, failed)

  async function begin(): Promise<void> {
    if (settings.signal?.aborted) interrupted = true
    settings.signal?.addEventListener('abort', interruptNow)
    await endSurvivors(settings, lease)
    if (replanned) return await beginAnew(replanned)
    // Looked at before anything is recorded: from then on this engine's own work is in the state too.
    const left = first.type === 'run.started' ? null : outstanding(start)
    if (!isUnfinished(start)) await receive()
    if (!isUnfinished(engine.recorder.state())) return finish()
    // Whoever resumes means to go on: a pause that came too late for the engine before us is over.
    if (first.type === 'run.resumed') await receive('pause')
    await engine.recorder.record(first)
    for (const happening of unsaid) await engine.recorder.record(happening, isUnfinished)
    await receive()
    // A run that has just started has put its commands into the queue already.
    if (left) await goOn(engine, left, carryOutAll)
    began = true
    if (interrupted) {
      interrupted = false
      interruptNow()
    }
    lookForEnd()
  }
  /** What was cut off, and what the last events led to, the next generation finds again by itself. */
  async function beginAnew(next: Happening): Promise<void> {
    // In one commit: what is planned now begins only in a run that goes on.
    await Promise.all([engine.recorder.record(next), engine.recorder.record(first)])
    await receive()
    began = true
    lookForEnd()
  }

  begin().catch(failed)

  return {
    id: start.run,
    begins: start.seq,
    troubles: follow.troubles,
    report: closed.then(() => told?.report() ?? reportOf(engine)),
    async cancel(reason) {
      const signal = `${start.run}/cancel/${clock.now()}`
      const by = `${settings.holder.host}/${settings.holder.pid}`
      const recorded = await engine.recorder.record(
        { type: 'signal.received', signal, kind: 'cancel', payload: reason, by },
        isUnfinished,
      )
      if (!recorded) throw finishedError(start.run)
      await closed
    },
    async interrupt() {
      interruptNow()
      await closed
    },
    async answer(subject, value, by) {
      await answerOpen(engine, subject, value, by)
    },
    async *[Symbol.asyncIterator]() {
      let next = 0
      for (;;) {
        const version = news.version()
        const events = await journal.events(start.run, next)
        yield* events
        next += events.length
        if (events.length === 0 && !(await news.after(version))) return
      }
    },
    async [Symbol.asyncDispose]() {
      interruptNow()
      await closed.catch(() => {})
    },
  }
}

/** Whether an interruption leaves the run to be resumed; what is ending anyway comes to its end. */
function isUnfinishing(life: RunState['life']): boolean {
  return life !== 'cancelling' && life !== 'stopping'
}

function heartbeats(
  { journal, clock }: Settings,
  lease: Lease,
  failed: (cause: unknown) => void,
): () => void {
  let cancel: (() => void) | null = null
  function beat(): void {
    cancel = clock.timer(heartbeatInterval, () => {
      journal.heartbeat(lease).then(beat, failed)
    })
  }
  beat()
  return () => cancel?.()
}

const heartbeatInterval = 2000

const isBacking = (task: string) => (state: RunState) => {
  const node = at(state.nodes, positionOf(state, task))
  return node.kind === 'task' && node.life === 'backing' && state.life === 'running'
}

function readyAgain(engine: Engine, task: string): Happening {
  const state = engine.recorder.state()
  const node = at(state.nodes, positionOf(state, task))
  return { type: 'task.ready', task, round: node.kind === 'task' ? node.round : 0 }
}

function pausedBecause(reason: 'waiting' | 'interrupted'): Happening {
  return { type: 'run.paused', reason, by: reason === 'waiting' ? 'engine' : 'signal' }
}

async function answerOpen(engine: Engine, subject: string, value: Json, by: string): Promise<void> {
  const state = engine.recorder.state()
  if (!isUnfinished(state)) throw finishedError(state.run)
  const open = state.requests.get(subject)
  if (open?.kind !== 'question')
    throw new GoapError('run/no-question', `"${subject}" of run ${state.run} asks nothing.`)
  await answerQuestion(engine, open, value, by)
}

function finishedError(run: string): GoapError {
  return new GoapError('run/finished', `Run ${run} has finished.`)
}

async function reportOf({ settings: { journal }, recorder }: Engine): Promise<Report> {
  const { run } = recorder.state()
  const events = await journal.events(run)
  const fold = reporter(run, await frozen(journal, run, events))
  for (const event of events) fold.take(event)
  return fold.report()
}
