/** A few places that are taken one by one; who finds none waits, first come first served. */
export interface Places<T> {
  /** Resolves with a place when there is one; rejects with the signal's reason when it is aborted before. */
  take(signal: AbortSignal): Promise<T>
  /** Gives a place back, or another in its stead. */
  give(place: T): void
}

export function places<T>(initial: readonly T[]): Places<T> {
  const free = [...initial]
  const waiting = new Set<(place: T) => void>()

  return {
    async take(signal) {
      signal.throwIfAborted()
      const place = free.pop()
      if (place !== undefined) return place
      return new Promise<T>((resolve, reject) => {
        const taken = (given: T): void => {
          signal.removeEventListener('abort', cancelled)
          resolve(given)
        }
        const cancelled = (): void => {
          waiting.delete(taken)
          reject(signal.reason)
        }
        waiting.add(taken)
        signal.addEventListener('abort', cancelled, { once: true })
      })
    },
    give(place) {
      const [next] = waiting
      if (next === undefined) {
        free.push(place)
        return
      }
      waiting.delete(next)
      next(place)
    },
  }
}
