/** Whether a key is one of the two ends of a phase. */
export function isEnd(key: string): boolean {
  return /#phase\/[^#]*:(?:start|end)$/.test(key)
}
