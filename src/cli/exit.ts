/** Exit codes: of several the first that applies in this order. */
export const exits = {
  interrupted: 130,
  terminated: 143,
  bug: 70,
  usage: 2,
  documents: 3,
  failed: 1,
  waiting: 4,
  done: 0,
} as const

export type Exit = (typeof exits)[keyof typeof exits]

const order: readonly Exit[] = [130, 143, 70, 2, 3, 1, 4, 0]

/** The exit code that tells most of several. */
export function worst(...codes: readonly Exit[]): Exit {
  return order.find((code) => codes.includes(code)) ?? 0
}
