import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdownToMdast } from 'satteri'
import { check, read } from '../../src/documents/index.ts'
import { documentOf } from '../fuzz/documents.ts'

// node tests/bench/read.ts [FOLDER]: reading and checking against the parse of the same Markdown (satteri), warm, in one process and in
// turns. Without a folder: our own plans, examples and 400 made documents. Not measured: start-up, reading files, printing.

const folder = process.argv[2]
// A document with U+0000 is binary and refused.
const texts = (folder === undefined ? made() : found(folder)).filter((text) => !text.includes('\0'))
const bytes = texts.map((text) => new TextEncoder().encode(text))
const size = bytes.reduce((sum, one) => sum + one.length, 0)
// The reader is many small functions: it takes some 40 rounds over a small folder until all of them are compiled.
const [fewest, most, longest] = [25, 120, 20_000]
const began = performance.now()
const times: Record<'parse' | 'read' | 'check', number[]> = { parse: [], read: [], check: [] }
for (let round = 0; round < most; round++) {
  if (round >= fewest && performance.now() - began > longest) break
  times.parse.push(timed(() => texts.forEach((text) => markdownToMdast(text))))
  times.read.push(timed(() => bytes.forEach((one) => read(one))))
  const documents = bytes.map((one) => read(one))
  times.check.push(timed(() => documents.forEach((document) => check(document))))
}
const [parse, reading, checking] = [
  quartile(times.parse),
  quartile(times.read),
  quartile(times.check),
]
say(
  `${texts.length} documents, ${Math.round(size / 1024)} KiB, first quartile of ${times.read.length} rounds (the first third is warm-up)`,
)
say(`parse ${parse.toFixed(1)} ms · read ${reading.toFixed(1)} ms (${(reading / parse).toFixed(1)} × parse) · check ${checking.toFixed(1)} ms (${(checking / reading).toFixed(2)} × read)`) // prettier-ignore
say(`one document: read and checked in ${((reading + checking) / texts.length).toFixed(2)} ms`)

say('how time grows with size (1 is linear): one document against the same text in ten')
const whole = texts.join('\n\n').slice(0, 400_000)
const tenth = Math.ceil(whole.length / 10)
const parts = Array.from({ length: 10 }, (_, index) =>
  whole.slice(index * tenth, (index + 1) * tenth),
)
for (const [name, work] of [
  ['parse', (text: string) => void markdownToMdast(text)],
  ['read', (text: string) => void read(text)],
] as const) {
  const [one, ten] = [[whole], parts].map((all) =>
    quartile(Array.from({ length: 9 }, () => timed(() => all.forEach(work)))),
  )
  const growth = 1 + Math.log10((one ?? 1) / (ten ?? 1))
  say(
    `  ${name}: exponent ${growth.toFixed(2)} at ${Math.round(whole.length / 1000)} thousand characters`,
  )
}

function made(): string[] {
  const own = ['plans', 'examples', 'docs'].flatMap((name) => (existsSync(name) ? found(name) : []))
  return [...own, ...Array.from({ length: 400 }, (_, number) => documentOf(number))]
}

function found(name: string): string[] {
  return readdirSync(name, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => readFileSync(join(name, file), 'utf8'))
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** The first quartile after a third of the rounds: what else the machine does only adds. */
function quartile(all: readonly number[]): number {
  const warm = all.slice(Math.floor(all.length / 3)).toSorted((a, b) => a - b)
  return warm[Math.floor(warm.length / 4)] ?? 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
