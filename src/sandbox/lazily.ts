import { GoapError } from '../base/index.ts'
import type { Sandbox } from './sandbox.ts'

/** A sandbox that is opened by its first script, so that whoever has no script waits for nothing. Closing closes what was opened. */
export function lazily(open: () => Promise<Sandbox>): Sandbox {
  let opened: Promise<Sandbox> | null = null
  let closed = false
  return {
    async execute(script, options) {
      if (closed) throw new GoapError('sandbox/closed', 'The sandbox is closed.')
      opened ??= open().catch((cause: unknown) => {
        // The next script tries again.
        opened = null
        throw cause
      })
      return (await opened).execute(script, options)
    },
    async [Symbol.asyncDispose]() {
      closed = true
      const one = await opened?.catch(() => null)
      await one?.[Symbol.asyncDispose]()
    },
  }
}
