import type { Style } from './io.ts'

/** How the parts of a finding look. */
const formats = {
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
  code: 'dim',
  gutter: 'dim',
  hint: 'green',
} as const

/** Gives each part of a finding its look. */
export function painter(style: Style): (part: keyof typeof formats, text: string) => string {
  return (part, text) => style(formats[part], text)
}
