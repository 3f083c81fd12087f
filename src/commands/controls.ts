/* oxlint-disable no-control-regex -- control characters are what this file is about */

/** Takes text in pieces and gives it back without the control sequences of terminals. */
export interface ControlFilter {
  /** The plain text of a piece; a sequence that is not complete waits for the next one. */
  push(text: string): string
}

/** Removes ANSI sequences and all control characters but tab and newline; `\r` alone becomes a newline. */
export function controlFilter(): ControlFilter {
  let waiting = ''
  // A carriage return whose newline may still come, perhaps behind a sequence.
  let carriage = ''
  return {
    push(text) {
      const whole = waiting + text
      const open = unfinished.exec(whole)
      waiting = open && open[0].length < longest ? open[0] : ''
      const seen = carriage + whole.slice(0, whole.length - waiting.length).replace(sequences, '')
      carriage = seen.endsWith('\r') ? '\r' : ''
      return plainText(seen.slice(0, seen.length - carriage.length))
    },
  }
}

/** The text without control sequences; what is unfinished at its end is dropped. */
export function plainText(text: string): string {
  return text.replace(sequences, '').replace(/\r\n?/g, '\n').replace(controls, '')
}

// A sequence that never ends must not hold the output back for ever.
const longest = 4096
// CSI (ESC [ … letter), OSC and other strings (ESC ] … BEL or ST), and two- or three-character sequences.
const sequences =
  /(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]{0,4}[0-Z\\`-~]/g
const unfinished =
  /(?:(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*\x1b?|\x1b[ -/]{0,4})$/
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g
