/** Tells listeners that the journal has changed, by this process or another. */
export interface Watching {
  /** This process has written. */
  changed(): void
  watch(changed: () => void): () => void
  close(): void
}

const interval = 50

/** Polls `version`, which changes when another process writes, only while somebody listens. */
export function watching(version: () => number): Watching {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | null = null
  let seen = 0

  function announce(): void {
    for (const listener of listeners) listener()
  }

  function poll(): void {
    const now = version()
    if (now === seen) return
    seen = now
    announce()
  }

  function stop(): void {
    if (timer) clearInterval(timer)
    timer = null
  }

  return {
    changed: announce,
    watch(changed) {
      listeners.add(changed)
      if (!timer) {
        seen = version()
        timer = setInterval(poll, interval)
        timer.unref()
      }
      return () => {
        listeners.delete(changed)
        if (listeners.size === 0) stop()
      }
    },
    close() {
      listeners.clear()
      stop()
    },
  }
}
