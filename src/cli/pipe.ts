import { over } from './over.ts'

/** What of a stream is needed to write to a pipe or a terminal. */
export interface Stream {
  write(text: string): unknown
  on(event: 'error', listener: (error: Error & { readonly code?: string }) => void): unknown
}

/**
 * The same stream, which calls `gone` once when nobody reads it any more, and takes no more text then. It is watched from the
 * first text on. Other errors are thrown.
 */
export function pipe<S extends Stream>(stream: S, gone: () => void): S {
  let isWatched = false
  let isOpen = true

  function onError(error: Error & { readonly code?: string }): void {
    // EIO: the terminal was closed.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
    if (!isOpen) return
    isOpen = false
    gone()
  }

  function write(text: string): unknown {
    if (!isWatched) stream.on('error', onError)
    isWatched = true
    return isOpen && stream.write(text)
  }

  return over(stream, { write })
}
