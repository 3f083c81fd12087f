import type { Account } from '../../../index.ts'
import { escapeMarkup as text } from '../markup.ts'
import { seconds, type Names } from '../plain.ts'
import { signOf } from './facts.ts'

/** Attempts and evaluations as bars over the time in which the run was executed; pauses take no room. Empty when nothing ran. */
export function timeline(account: Account, names: Names): string {
  const onPath = new Set(account.path.map(({ key }) => key))
  const length = Math.max(1, account.active)
  const works = [
    ...account.tasks.map(({ key, attempts }) => ({
      key,
      name: names(key),
      bars: attempts.map(({ started, ended, outcome }) => ({ started, ended, word: outcome })),
    })),
    ...account.gates.map(({ key, evaluations }) => ({
      key,
      name: `◆ ${names(key)}`,
      bars: evaluations.map(({ started, ended, verdict }) => ({ started, ended, word: verdict })),
    })),
  ].filter(({ bars }) => bars.length > 0)
  if (works.length === 0) return ''
  const rows = works
    .toSorted((left, right) => (left.bars[0]?.started ?? 0) - (right.bars[0]?.started ?? 0))
    .map(({ key, name, bars }) => {
      const drawn = bars.map(({ started, ended, word }) => {
        const from = workedUntil(account, started)
        const to = workedUntil(account, ended ?? account.updated ?? started)
        const left = share(from, length)
        const said = text(`${name}: ${word}, from ${seconds(from)} to ${seconds(to)}`)
        return `<span class="bar ${signOf(word).tone}" style="left:${left}%;width:${share(to - from, length)}%" title="${said}"></span>`
      })
      const tag = onPath.has(key) ? ' class="path"' : ''
      return `<tr${tag}><th scope="row">${text(name)}</th><td><span class="track">${drawn.join('')}</span></td></tr>`
    })
  return `<table class="timeline"><tbody>${rows.join('\n')}</tbody><tfoot><tr><td></td><td><span class="scale"><span>0</span><span>${seconds(length / 2)}</span><span>${seconds(length)}</span></span></td></tr></tfoot></table>`
}

/** Milliseconds in which the run was executed before that moment. */
function workedUntil({ stretches }: Account, moment: number): number {
  return stretches.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(moment, to) - from), 0)
}

function share(part: number, whole: number): string {
  return ((100 * Math.max(0, part)) / whole).toFixed(2)
}
