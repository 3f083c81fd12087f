/** Tells that something is new to whoever waits for it. */
export interface Announcer {
  announce(): void
  close(): void
  version(): number
  /** Resolves when there was an announcement after that version: true; false when there will be none. */
  after(version: number): Promise<boolean>
}

/** Makes an announcer that is open. */
export function announcer(): Announcer {
  let version = 0
  let open = true
  let waiting: (() => void)[] = []
  function wakeAll(): void {
    const all = waiting
    waiting = []
    for (const wake of all) wake()
  }
  return {
    announce() {
      version++
      wakeAll()
    },
    close() {
      open = false
      wakeAll()
    },
    version: () => version,
    async after(seen) {
      if (version === seen && open) await new Promise<void>((resolve) => waiting.push(resolve))
      return version !== seen || open
    },
  }
}
