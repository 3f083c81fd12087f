import type { Status } from '../../model/index.ts'

interface Palette {
  readonly page: string
  readonly text: string
  readonly muted: string
  readonly frame: string
  readonly outer: string
  readonly border: string
  readonly card: string
  readonly line: string
  readonly barrier: string
  readonly critical: string
  readonly circle: string
  readonly gate: string
  readonly status: Readonly<Record<Status, string>>
  readonly fill: Readonly<Record<Status, string>>
}

const statuses: readonly Status[] = ['done', 'running', 'pending', 'failed', 'blocked', 'skipped']

/** Hues that stay apart for the colour-blind; a sign says the same. */
const light: Palette = {
  page: '#ffffff',
  text: '#1f2328',
  muted: '#59636e',
  frame: '#f6f8fa',
  outer: '#ffffff',
  border: '#d1d9e0',
  card: '#ffffff',
  line: '#656d76',
  barrier: '#c4ccd4',
  critical: '#8b2fa8',
  circle: '#c62828',
  gate: '#0b6e83',
  status: {
    done: '#18794e',
    running: '#0b62c4',
    pending: '#6e7781',
    failed: '#c2410c',
    blocked: '#8a6100',
    skipped: '#7d8590',
  },
  fill: {
    done: '#effaf3',
    running: '#eef5ff',
    pending: '#ffffff',
    failed: '#fff2ec',
    blocked: '#fff9e5',
    skipped: '#f4f5f6',
  },
}

const dark: Palette = {
  page: '#0d1117',
  text: '#e6edf3',
  muted: '#9aa4af',
  frame: '#151b23',
  outer: '#0d1117',
  border: '#3d444d',
  card: '#1c232c',
  line: '#9198a1',
  barrier: '#4a525c',
  critical: '#d59bea',
  circle: '#ff7b72',
  gate: '#56c8dc',
  status: {
    done: '#4cc38a',
    running: '#6cb0ff',
    pending: '#9198a1',
    failed: '#ff9a6b',
    blocked: '#e3b341',
    skipped: '#848d97',
  },
  fill: {
    done: '#14261e',
    running: '#142338',
    pending: '#1c232c',
    failed: '#33201a',
    blocked: '#2d2614',
    skipped: '#181c22',
  },
}

/** The style of a drawing: light, and dark where the reader wants it so. */
export function style(): string {
  return `${fixed}${rules(light)}\n@media (prefers-color-scheme: dark){${rules(dark)}}`
}

const fixed = `.goap{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif}
.goap .h1{font-size:20px;font-weight:700}.goap .sub{font-size:12px}
.goap .ph{font-size:14px;font-weight:700}.goap .mode{font-size:11px}
.goap .id{font-size:13px;font-weight:700}.goap .t{font-size:12px}.goap .s{font-size:10.5px}
.goap .e,.goap .b{fill:none;stroke-width:1.4}.goap .b{stroke-width:2.5}.goap .d{stroke-dasharray:5 4}
.goap .c.e{stroke-width:2.8}.goap .card.c{stroke-width:2.8}
`

function rules(palette: Palette): string {
  const { page, text, muted, frame, outer, border, card, line, barrier, critical, circle, gate } =
    palette
  const states = statuses.map(
    (one) =>
      `.goap .${one} .bar,.goap .${one} .disc{fill:${palette.status[one]}}.goap .${one} .card{fill:${palette.fill[one]}}`,
  )
  return `
.goap .page{fill:${page}}.goap text{fill:${text}}.goap .m{fill:${muted}}
.goap .f{fill:${frame};stroke:${border}}.goap .f.o{fill:${outer}}.goap .rule{stroke:${border}}
.goap .card{fill:${card};stroke:${border}}.goap .gate .card,.goap .gate .dia{stroke:${gate}}.goap .gate .dia{fill:${card}}
.goap .sign{fill:none;stroke:${card};stroke-width:1.8}.goap .solid{fill:${card}}
.goap .skipped .t,.goap .skipped .id{fill:${muted}}
.goap .e{stroke:${line}}.goap .b{stroke:${barrier}}.goap .c.e,.goap .c.b,.goap .c.card{stroke:${critical}}.goap .r.e,.goap .r.card{stroke:${circle}}
.goap .ae{fill:${line}}.goap .ab{fill:${barrier}}.goap .ac{fill:${critical}}.goap .ar{fill:${circle}}
${states.join('')}`
}

/** The sign of a status, in a disc of radius 7 around 0,0. */
export const signs: Readonly<Record<Status, string>> = {
  done: '<path class="sign" d="M-3.5 0.2L-1 2.8L3.6 -2.6"/>',
  running: '<path class="solid" d="M-2.2 -3.8L4 0L-2.2 3.8Z"/>',
  pending: '<circle class="solid" r="4.6"/>',
  failed: '<path class="sign" d="M-3 -3L3 3M3 -3L-3 3"/>',
  blocked: '<path class="sign" d="M-2 -3.4V3.4M2 -3.4V3.4"/>',
  skipped: '<path class="sign" d="M-3.6 0H3.6"/>',
}

export const statusWords: Readonly<Record<Status, string>> = {
  done: 'done',
  running: 'running',
  pending: 'to do',
  failed: 'failed',
  blocked: 'blocked',
  skipped: 'skipped',
}
