import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { bundled } from '../house/bundled.ts'

// node tests/bench/start.ts [DOCUMENT] [--rounds N]: how long goap takes from the call to the end, as a multiple of `node -e 0`. Whole
// processes, one after the other, in rounds of all variants, there and back; three rounds before fill the compile cache. The package as
// `npm pack` makes it, and this clone from its bundle, which is brought up to date before, and from its sources; a document alone, and in
// a project that `goap init` made (its configuration and agents are read). Without a document: a made one of 20 KB. Times from call to
// end are medians, ratios those of pairs of a round; processor times (Linux only) are means. Not measured: a first call ever, `npx`, a
// terminal.

const { positionals: given, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '40' } },
})
const rounds = Number(values.rounds)
const folder = mkdtempSync(join(tmpdir(), 'goap-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true }))
const environment = { ...process.env, GOAP_HOME: join(folder, 'home'), NODE_COMPILE_CACHE: join(folder, 'cache') } // prettier-ignore

const [alone, project] = [join(folder, 'alone'), join(folder, 'project')]
for (const one of [alone, project]) {
  mkdirSync(one)
  if (given[0] === undefined) writeFileSync(join(one, 'plan.md'), madeDocument(20_000))
  else cpSync(given[0], join(one, 'plan.md'))
}
execFileSync(process.execPath, ['bin/build.js', '--prepare'])
const packed = join(bundled(join(folder, 'package')), 'bin/goap.js')
cpSync('goals/release.md', join(alone, 'goal.md'))
const forms = [
  { form: 'package', goap: packed, sources: '' },
  { form: 'clone', goap: resolve('bin/goap.js'), sources: '' },
  { form: 'sources', goap: resolve('bin/goap.js'), sources: '1' },
]
execFileSync(process.execPath, [packed, 'init', '--yes'], { cwd: project, env: environment })

const base = { name: 'node -e 0', words: ['-e', '0'], cwd: alone, sources: '' }
const variants = [
  base,
  ...forms.flatMap(({ form, goap, sources }) => [
    { name: `goap --version, ${form}`, words: [goap, '--version'], cwd: alone, sources },
    { name: `goap plan --json, ${form}`, words: [goap, 'plan', 'goal.md', '--no-observe', '--json'], cwd: alone, sources }, // prettier-ignore
    { name: `goap plan, ${form}`, words: [goap, 'plan', 'goal.md', '--no-observe'], cwd: alone, sources }, // prettier-ignore
    { name: `goap check, ${form}`, words: [goap, 'check', 'plan.md'], cwd: alone, sources },
    { name: `goap check, ${form}, in a project`, words: [goap, 'check', 'plan.md'], cwd: project, sources }, // prettier-ignore
  ]),
]
type Variant = (typeof variants)[number]
const times = new Map(variants.map((one) => [one, [] as number[]]))
const processorTimes = new Map(variants.map((one) => [one, 0]))
for (let round = -3; round < rounds; round++)
  for (const one of round % 2 === 0 ? variants : variants.toReversed()) {
    const before = processorTime()
    const time = once(one)
    if (round < 0) continue
    times.get(one)?.push(time)
    processorTimes.set(one, (processorTimes.get(one) ?? 0) + processorTime() - before)
  }

const size = readFileSync(join(alone, 'plan.md')).length / 1000
say(`Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores with a load of ${loadavg()[0]?.toFixed(1)}; ${rounds} rounds, a document of ${size.toFixed(1)} KB`) // prettier-ignore
const bases = times.get(base) ?? []
for (const [one, all] of times) {
  const pairs = all.map((time, index) => time / (bases[index] ?? NaN))
  const work = processorTimes.get(one) ?? NaN
  say(`${one.name.padEnd(33)} ${columns(median(all), median(pairs))}, processor ${columns(work / rounds, work / (processorTimes.get(base) ?? NaN))}`) // prettier-ignore
}

function once({ words, cwd, sources }: Variant): number {
  const env = { ...environment, GOAP_SOURCES: sources }
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8', env }) // prettier-ignore
  const time = performance.now() - start
  // 3: the document has errors.
  if (status !== 0 && status !== 3) throw new Error(stderr)
  return time
}

/** Of all processes that ended, user and system, in milliseconds; NaN where the system does not tell. In steps of 10 ms, so only a mean says something. */
function processorTime(): number {
  if (process.platform !== 'linux') return NaN
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10
}

function columns(time: number, ratio: number): string {
  return `${time.toFixed(1).padStart(6)} ms ${ratio.toFixed(2).padStart(6)} ×`
}

function madeDocument(length: number): string {
  let text = '# Plan: made to be measured\n'
  for (let phase = 1; text.length < length; phase++) {
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
