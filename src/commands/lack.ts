import type { CommandResult } from './commands.ts'

/** What a confined command seems to have failed for; null: nothing that is known, or it did not fail. */
export function lackOf({
  confinement,
  ended,
  exit,
  tail,
}: CommandResult): 'network' | 'writing' | null {
  // prettier-ignore
  if (confinement === 'plain' || ended !== 'exited' || exit === 0) return null
  if (confinement === 'bubblewrap' && offline.test(tail)) return 'network'
  return readOnly.test(tail) ? 'writing' : null
}

/** What programs say without a network: names of errors (errno(3), getaddrinfo(3)), and their texts in the C library, curl and git. */
const offline =
  /\b(?:ENETUNREACH|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH)\b|\bECONNREFUSED (?:127\.|::1|localhost)|network is unreachable|(?:failed to|could not|couldn't|cannot|unable to) connect|(?:could not|couldn't|unable to|cannot) resolve|name resolution|name or service not known|no address associated with hostname/i

const readOnly = /\bEROFS\b|read-only file system/i
