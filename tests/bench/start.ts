import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

// node tests/bench/start.ts [DOCUMENT] [--rounds N]: how long goap takes from call to end, as a multiple of `node -e 0`. Whole
// processes, one after the other, in rounds of all variants; the first rounds fill the compile cache and are left out. Measured twice:
// the sources as a clone runs them (types are stripped at each start) and the package as `npm pack` makes it. Without a document: a made
// one of 20 KB. Not measured: a first start ever (the compile cache is empty then; told once, at the end), the start of `npx` itself.

const { positionals: given, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '40' } },
})
const rounds = Number(values.rounds)
const folder = mkdtempSync(join(tmpdir(), 'goap-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true }))

const document = given[0] === undefined ? join(folder, 'plan.md') : resolve(given[0])
if (given[0] === undefined) writeFileSync(document, madeDocument(20_000))

const binaries = { sources: resolve('bin/goap.js'), package: packed(join(folder, 'package')) }
const variants = [
  { name: 'node -e 0', words: ['-e', '0'] },
  ...Object.entries(binaries).flatMap(([form, goap]) => [
    { name: `goap --version (${form})`, words: [goap, '--version'] },
    { name: `goap check (${form})`, words: [goap, 'check', document] },
  ]),
]
const times = new Map(variants.map(({ name }) => [name, [] as number[]]))
const warmUp = 3
for (let round = -warmUp; round < rounds; round++)
  for (const { name, words } of round % 2 === 0 ? variants : variants.toReversed()) {
    const time = once(words)
    if (round >= 0) times.get(name)?.push(time)
  }

const base = median(times.get('node -e 0') ?? [])
say(`Node ${process.versions.node}, ${process.platform} ${process.arch}; ${rounds} rounds; a document of ${(readFileSync(document).length / 1000).toFixed(1)} KB`) // prettier-ignore
for (const { name } of variants) {
  const all = times.get(name) ?? []
  const ratios = all.map((time, index) => time / (times.get('node -e 0')?.[index] ?? 1))
  say(`${name.padEnd(26)} ${median(all).toFixed(1).padStart(7)} ms  ${(median(all) / base).toFixed(2)} × (median of pairs ${median(ratios).toFixed(2)} ×)`) // prettier-ignore
}

function packed(to: string): string {
  const bundler = 'node_modules/rolldown/bin/cli.mjs'
  execFileSync(process.execPath, [
    bundler,
    '-c',
    'rolldown.config.ts',
    '--dir',
    join(to, 'dist'),
    '--logLevel',
    'silent',
  ])
  for (const part of ['bin', 'docs', 'package.json']) cpSync(part, join(to, part), { recursive: true }) // prettier-ignore
  symlinkSync(resolve('node_modules'), join(to, 'node_modules'))
  return join(to, 'bin/goap.js')
}

function once(words: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') } }) // prettier-ignore
  if (status !== 0 && status !== 3) throw new Error(stderr)
  return performance.now() - start
}

function madeDocument(size: number): string {
  let text = '# Plan: made to be measured\n'
  for (let phase = 1; text.length < size; phase++) {
    text += `\n## Phase ${phase}: Part ${phase} (${phase % 2 === 0 ? 'parallel' : 'sequential'})\n\nWhat this part is about, in a sentence or two, as people write it.\n\n`
    for (let task = 1; task <= 6; task++)
      text += `- [${task % 3 === 0 ? 'x' : ' '}] **P${phase}.${task}**: Do the work of part ${phase}, number ${task}: \`npm run part-${phase}-${task}\`\n  - Agent: implementer\n  - Effort: ${task} h\n${task > 1 ? `  - Depends on: P${phase}.${task - 1}\n` : ''}`
    text += `\n### Quality Gate\n\n- [ ] \`npm test\` → 0 failures\n- [ ] Somebody has read it\n`
  }
  return text
}

function median(all: readonly number[]): number {
  const sorted = all.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
