import { assign, setup } from 'xstate'
import type { Milliseconds } from '../base/index.ts'

/** When a backend that fails is left alone. */
export interface BreakerOptions {
  /** Faults in a row that break it; as many good answers in a row make a shaken one sound again. Default 5. */
  readonly faults: number
  /** How long it is left alone before it is tried again. Default 30 s. */
  readonly rest: Milliseconds
}

export const defaultBreaker: BreakerOptions = { faults: 5, rest: 30_000 }

export type BackendState =
  | 'cold'
  | 'warming'
  | 'ready'
  | 'degraded'
  | 'broken'
  | 'trying'
  | 'closed'

export type BackendEvent =
  | { readonly type: 'warm' }
  | { readonly type: 'warmed' }
  /** It is not here: something that it needs is missing. */
  | { readonly type: 'lack' }
  | { readonly type: 'good' }
  /** A fault of its own, at a moment of the clock's `elapsed`. */
  | { readonly type: 'fault'; readonly at: Milliseconds }
  /** It let something through that it must hold: it is not used, whatever else it can. */
  | { readonly type: 'leak'; readonly at: Milliseconds }
  | { readonly type: 'try'; readonly at: Milliseconds }
  | { readonly type: 'close' }

interface BackendContext extends BreakerOptions {
  /** Faults since the last good answer. */
  readonly bad: number
  /** Good answers since the last fault. */
  readonly calm: number
  readonly brokenAt: Milliseconds
}

const close = { close: 'closed' } as const
const leak = { target: 'broken', actions: 'break' } as const

/**
 * The life of a backend, with its breaker: closed in all states but `broken`, where it is open, and `trying`, where it is half open
 * and canaries find out whether it works again. `degraded`: it works, and had faults of late.
 */
export const backendMachine = setup({
  types: {} as { context: BackendContext; input: BreakerOptions; events: BackendEvent },
  guards: {
    isTooMuch: ({ context: { bad, faults } }) => bad + 1 >= faults,
    isCalm: ({ context: { calm, faults } }) => calm + 1 >= faults,
    isRested: ({ context: { brokenAt, rest }, event }) =>
      event.type === 'try' && event.at - brokenAt >= rest,
  },
  actions: {
    count: assign({ bad: ({ context }) => context.bad + 1, calm: 0 }),
    calm: assign({ calm: ({ context }) => context.calm + 1, bad: 0 }),
    mend: assign({ bad: 0, calm: 0 }),
    break: assign({ calm: 0, brokenAt: ({ event }) => ('at' in event ? event.at : 0) }),
  },
}).createMachine({
  id: 'backend',
  initial: 'cold',
  context: ({ input }) => ({ ...input, bad: 0, calm: 0, brokenAt: 0 }),
  states: {
    cold: { on: { warm: 'warming', ...close } },
    warming: {
      on: {
        warmed: 'ready',
        lack: 'cold',
        fault: [
          { guard: 'isTooMuch', target: 'broken', actions: ['count', 'break'] },
          { target: 'cold', actions: 'count' },
        ],
        ...close,
      },
    },
    ready: {
      entry: 'mend',
      on: {
        fault: [
          { guard: 'isTooMuch', target: 'broken', actions: ['count', 'break'] },
          { target: 'degraded', actions: 'count' },
        ],
        leak,
        ...close,
      },
    },
    degraded: {
      on: {
        good: [{ guard: 'isCalm', target: 'ready' }, { actions: 'calm' }],
        fault: [
          { guard: 'isTooMuch', target: 'broken', actions: ['count', 'break'] },
          { actions: 'count' },
        ],
        leak,
        ...close,
      },
    },
    broken: { on: { try: { guard: 'isRested', target: 'trying' }, ...close } },
    trying: {
      on: { good: 'ready', fault: leak, leak, ...close },
    },
    closed: { type: 'final' },
  },
})
