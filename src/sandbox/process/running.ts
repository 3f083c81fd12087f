import { GoapError, systemClock } from '../../base/index.ts'
import type { Peer, PeerEnd } from '../../commands/index.ts'
import {
  conduct,
  stoppedBy,
  type Conducted,
  type Conducting,
  type Conductor,
} from '../apart/conduct.ts'
import type { Job, Order } from '../apart/exchange.ts'
import type { Ended } from '../guest/outcome.ts'
import type { ChildReport } from './child.ts'
import { framed, messages } from './frames.ts'

/** A process that waits for scripts. */
export interface Child {
  /** Resolves when it can take the next script. Rejects with `sandbox/backend-failed` if it never will. */
  ready(): Promise<void>
  /** Runs a script. The process has ended if that was forced. Rejects with `sandbox/backend-failed`. */
  run(running: Omit<Conducting, 'send' | 'grace'> & { readonly job: Job }): Promise<Ran>
  end(): Promise<void>
}

export type Ran = Conducted & { readonly stdout: string; readonly stderr: string }

/** Time in which Node must have started. */
const patience = 30_000
/** Bytes that a message may have beside the text in it, and how many a byte of that becomes in JSON at the most. */
const envelope = 65_536
const escaped = 6

export async function startRunning(start: () => Promise<Peer>): Promise<Child> {
  const peer = await start().catch((cause: unknown) => {
    throw new GoapError('sandbox/backend-failed', `Node could not be started for a script: ${String(cause)}`, { cause }) // prettier-ignore
  })
  let ready = Promise.withResolvers<void>()
  let conductor: Conductor | undefined
  let isEnding = false
  let hasEnded = false
  let most = envelope
  messages(peer.output, () => most, taken, broken)
  void peer.ended.then(lost)
  const stopPatience = systemClock.timer(patience, () => void peer.end())
  ready.promise.then(stopPatience, stopPatience)
  peer.hold(false)

  return {
    async ready() {
      peer.hold(true)
      try {
        await ready.promise
        refuseEnded()
      } finally {
        peer.hold(false)
      }
    },
    async run({ job, ...conducting }) {
      refuseEnded()
      peer.hold(true)
      const { limits: bounds } = conducting.script
      most = envelope + escaped * Math.max(bounds.value, bounds.output)
      const own = conduct({ ...conducting, send, grace: 0 })
      conductor = own
      ready = Promise.withResolvers<void>()
      // One that is ended before anybody asks for it again has not failed anybody.
      ready.promise.catch(() => {})
      send({ kind: 'run', job })
      try {
        const conducted = await own.ended
        // What it says of itself from now on, such as that it is ready, is of a process that is gone.
        if (conducted.forced || isEnding) await end()
        return { ...conducted, stdout: own.host.stdout, stderr: own.host.stderr }
      } catch (error) {
        await peer.end()
        throw error
      } finally {
        conductor = undefined
        peer.hold(false)
      }
    },
    end,
  }

  /** Nobody would answer. */
  function refuseEnded(): void {
    if (isEnding || hasEnded) throw failed(peer)
  }

  function lost(end: PeerEnd): void {
    hasEnded = true
    ready.reject(failed(peer, end))
    conductor?.lost((isEnding ? undefined : endOf(peer, end)) ?? failed(peer, end))
  }

  function taken(message: unknown): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a process that lies about it is caught below
    const report = message as ChildReport
    try {
      if (report.kind === 'ready') ready.resolve()
      else conductor?.take(report)
    } catch {
      broken()
    }
  }

  /** What says what it cannot say has left its world: nothing of it is believed. */
  function broken(): void {
    conductor?.lost(failed(peer))
    void end()
  }

  async function end(): Promise<void> {
    isEnding = true
    await peer.end()
  }

  function send(order: Order): void {
    if (order.kind === 'stop') void end()
    else peer.input.write(framed(order))
  }
}

/** What the end of a process tells of its script: which bound of the system it met. Undefined: none. */
function endOf(peer: Peer, { code, signal }: PeerEnd): Ended | undefined {
  const name = signal ?? signalOf(code)
  if (name === 'SIGXCPU') return stoppedBy('wall')
  if (name === 'SIGSEGV' || name === 'SIGBUS') return stoppedBy('stack')
  const isMemory = /out of memory|allocation failed|bad_alloc/i.test(peer.complaint())
  if (
    isMemory ||
    name === 'SIGABRT' ||
    name === 'SIGTRAP' ||
    name === 'SIGILL' ||
    name === 'SIGKILL'
  )
    return stoppedBy('memory')
  return undefined
}

/** A shell and bubblewrap tell the signal that ended what they started by their exit code, as 128 and its number. */
function signalOf(code: number | null): string | undefined {
  const names = new Map([
    [132, 'SIGILL'],
    [133, 'SIGTRAP'],
    [134, 'SIGABRT'],
    [135, 'SIGBUS'],
    [137, 'SIGKILL'],
    [139, 'SIGSEGV'],
    [152, 'SIGXCPU'],
  ])
  return code === null ? undefined : names.get(code)
}

function failed(peer: Peer, end?: PeerEnd): GoapError {
  const how = end ? ` (${end.signal ?? `exit code ${end.code}`})` : ''
  const lines = peer.complaint().trim().split('\n')
  const complaint = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? ''
  return new GoapError('sandbox/backend-failed', `The process of a script failed${how}${complaint === '' ? '.' : `: ${complaint}`}`) // prettier-ignore
}
