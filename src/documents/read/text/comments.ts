/** The text with blanks for each HTML comment that stands beside other words of its line; those in code are code. */
export function withoutComments(text: string): string {
  if (!text.includes('<!--')) return text
  let fence: string | null = null
  return text
    .split('\n')
    .map((line) => {
      const mark = /^[ \t>]*(?:[-+*][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,})/.exec(line)?.[1]
      if (fence === null && mark !== undefined) fence = mark
      else if (fence !== null && mark?.startsWith(fence)) fence = null
      return fence === null && line.includes('<!--') ? blanked(line) : line
    })
    .join('\n')
}

function blanked(line: string): string {
  let result = ''
  let read = 0
  for (let start = line.indexOf('<!--'); start !== -1; start = line.indexOf('<!--', read)) {
    const end = line.indexOf('-->', start + 4)
    if (end === -1) break
    const comment = line.slice(start, end + 3)
    const stays = inCode(line, start) || (line.slice(0, start) + line.slice(end + 3)).trim() === ''
    result += line.slice(read, start) + (stays ? comment : ' '.repeat(comment.length))
    read = end + 3
  }
  return result + line.slice(read)
}

/** Whether an odd number of back-ticks stands before. */
function inCode(line: string, offset: number): boolean {
  let marks = 0
  for (let at = line.indexOf('`'); at !== -1 && at < offset; at = line.indexOf('`', at + 1)) marks++
  return marks % 2 === 1
}
