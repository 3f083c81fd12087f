import { homedir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Starter, StarterFile } from '../../index.ts'
import { exits, type Exit } from '../exit.ts'
import { isInteractive, styleFor, type Io, type Style } from '../io.ts'
import { visible } from '../visible.ts'

export interface InitFlags {
  readonly claude?: boolean
  readonly yes?: boolean
  readonly force?: boolean
}

/** `goap init`: makes what a folder needs to begin with. What is there stays. */
export async function initCommand(io: Io, flags: InitFlags): Promise<Exit> {
  const { makeStarter, starterOf } = await import('../../workspace/index.ts')
  const root = await rootFor(io, flags.force === true)
  const starter = starterOf(root, { claude: flags.claude === true })
  const style = styleFor(io.stdout, io.environment)
  const say = (line: string): void => void io.stdout.write(`${line}\n`)
  say(`${style('bold', visible(root))}: ${starter.project.kind}`)
  for (const file of starter.files) for (const line of fileLines(file, style)) say(line)
  const wanted = starter.files.filter(({ state }) => state === 'new' || state === 'line')
  if (wanted.length === 0) {
    say('Nothing is left to do.')
    return exits.done
  }
  const makesRules = wanted.some(({ name }) => name === 'goap.config.json')
  if (makesRules) for (const line of ruleLines(starter, style)) say(line)
  const asks = isInteractive(io) && flags.yes !== true
  if (asks && !(await agrees(io, `Make ${wanted.length === 1 ? 'it' : 'these'}? [Y/n]`))) {
    say('Nothing was made.')
    return exits.done
  }
  const made = makeStarter(root, starter)
  say(`Made ${made.join(', ')}.`)
  if (makesRules) await trustAs(io, root, starter)
  for (const line of nextLines(io, root, makesRules, style)) say(line)
  return exits.done
}

/** The workspace of the folder. With `force` the folder itself, whatever it is. Throws `workspace/unfit-folder`. */
async function rootFor(io: Io, force: boolean): Promise<string> {
  if (force) return io.folder
  const [{ findWorkspace }, { GoapError }] = await Promise.all([
    import('../../workspace/index.ts'),
    import('../../base/index.ts'),
  ])
  const { root } = findWorkspace(io.folder, { environment: io.environment })
  const home = io.environment['HOME'] ?? homedir()
  if (root !== resolve(home) && root !== dirname(root)) return root
  throw new GoapError('workspace/unfit-folder', `${root} is no folder of one project.`)
}

const signs = { new: '+', line: '+', same: '=', other: '!' } as const
const tells = {
  new: '',
  line: ': a line at its end',
  same: ': is there already',
  other: ': another one is there and stays; goap would have written',
} as const

function fileLines({ name, about, state, text }: StarterFile, style: Style): string[] {
  const colour = state === 'same' ? 'dim' : state === 'other' ? 'yellow' : 'green'
  const head = `  ${style(colour, signs[state])} ${name}${tells[state]}`
  if (state !== 'other') return [`${head}  ${style('dim', about)}`]
  return [head, ...text.trimEnd().split('\n').map((line) => style('dim', `      ${line}`))] // prettier-ignore
}

/** JSON has no comments: what stands in the configuration is explained here. */
function ruleLines({ allows }: Starter, style: Style): string[] {
  return [
    '',
    'goap.config.json (goap help configuration has all fields):',
    `  permissions.allow  ${style('dim', 'what may run without a question, and nothing else:')}`,
    ...allows.map((command) => `    ${visible(command)}`),
    `  permissions.deny   ${style('dim', 'what never runs, whatever allows it:')} git push *`,
    `  concurrency        ${style('dim', 'how many tasks run at once')}`,
    `  timeout            ${style('dim', 'time for one command')}`,
    '',
  ]
}

function nextLines(io: Io, root: string, makesRules: boolean, style: Style): string[] {
  const plan = relative(io.folder, join(root, 'plans/first.md')) || 'plans/first.md'
  const rules = makesRules
    ? ['What it allows counts, as it is written; `goap trust --revoke` takes that back.']
    : []
  return [
    ...rules,
    '',
    style('bold', 'Next:'),
    `  goap check ${plan}`,
    `  goap execute ${plan}`,
    '  goap status',
    '  goap doctor',
  ]
}

/** Only the text that was shown is trusted. */
async function trustAs(io: Io, root: string, { files }: Starter): Promise<void> {
  const { findWorkspace, trust } = await import('../../workspace/index.ts')
  const text = files.find(({ name }) => name === 'goap.config.json')?.text
  if (text !== undefined) await trust(findWorkspace(root, { environment: io.environment }), text)
}

async function agrees(io: Io, question: string): Promise<boolean> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- readline only writes to it
  const output = io.stdout as unknown as NodeJS.WritableStream
  const terminal = createInterface({ input: io.stdin, output })
  const stop = new Promise<string>((done) => {
    terminal.once('close', () => done('n'))
    terminal.once('SIGINT', () => done('n'))
  })
  try {
    const answer = await Promise.race([terminal.question(`${question} `), stop])
    return /^(?:y(?:es)?)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
