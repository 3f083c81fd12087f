import {
  boundedStart,
  confinedStart,
  startPeer,
  type Bubblewrap,
  type Peer,
  type Start,
} from '../../commands/index.ts'
import { chanceText } from '../apart/chance.ts'
import { prelude } from '../guest/prelude.ts'
import { preludeFile } from '../guest/stacks.ts'
import type { Limits } from '../script.ts'
import { prepare } from '../v8/completion.ts'
import { child, type ChildTexts } from './child.ts'

/** How the processes of scripts are started. */
export interface Program {
  /** Absolute path of Node. */
  readonly node: string
  /** Undefined: not confined. */
  readonly bubblewrap: Bubblewrap | undefined
  /** Bytes that a Node without a script has in private memory; undefined where the system does not tell, and holds nothing to a bound. */
  readonly ownData: number | undefined
}

/** Bounds that a process has from its start. */
export type StartLimits = Pick<Limits, 'memory' | 'stack' | 'wall'>

const mebibyte = 1024 * 1024
/** Megabytes of heap that Node needs without a script. */
const ownHeap = 8
/** KiB of machine stack that the way to the script takes. */
const ownStack = 200
/** The part of its bound that new objects take at the most. */
const youngShare = 8
/** Bytes by which the private memory of one and the same Node differs from start to start, with room for what its compiler makes. */
const slack = 64 * mebibyte

const text = `(${child.toString()})(${JSON.stringify({ prelude, preludeFile, chance: chanceText } satisfies ChildTexts)}, ${prepare.toString()})`

/** Starts a process that waits for its script. Without files, network (where it is confined), other processes, threads, addons. */
export async function startChild(program: Program, limits: StartLimits): Promise<Peer> {
  const ofProcess = [
    '--disallow-code-generation-from-strings',
    '--no-addons',
    ...heapFlags(limits),
    `--stack-size=${ownStack + Math.ceil(limits.stack / 1024)}`,
  ]
  return startText(program, { flags: ofProcess, text, memory: limits.memory, cpu: cpuSeconds(limits) }) // prettier-ignore
}

export interface TextStart {
  /** Of Node, beside those that every process here gets. */
  readonly flags: readonly string[]
  /** The program, as JavaScript. */
  readonly text: string
  /** Files and folders that it reads. Default: none. */
  readonly readable?: readonly string[]
  /** Bytes that scripts in it may hold. */
  readonly memory: number
  /** Seconds of processor time. If goap itself is killed, nobody else is left to end a script that never ends. */
  readonly cpu: number
}

/** Starts Node with a program and without rights. */
export async function startText(
  { node, bubblewrap, ownData }: Program,
  { flags, text, readable = [], memory, cpu }: TextStart,
): Promise<Peer> {
  const own = ['--permission', '--no-warnings', '--v8-pool-size=1']
  const start = nodeStart(node, [...own, ...flags, '-e', text])
  const data = ownData === undefined ? {} : { data: ownData + memory + slack }
  const bounded = boundedStart(start, { ...data, cpu })
  return startPeer(
    bubblewrap
      ? confinedStart(bounded, { readable: [node, ...readable] }, bubblewrap, { session: false })
      : bounded,
  )
}

/** In powers of two, so that one process serves scripts with different deadlines. */
export function cpuSeconds({ wall }: Pick<Limits, 'wall'>): number {
  return 2 ** Math.ceil(Math.log2(wall / 1000 + 1) + 1)
}

function heapFlags({ memory }: StartLimits): readonly string[] {
  const megabytes = Math.ceil(memory / mebibyte)
  return [
    `--max-old-space-size=${ownHeap + megabytes}`,
    `--max-semi-space-size=${Math.max(1, Math.floor(megabytes / youngShare))}`,
  ]
}

function nodeStart(node: string, args: readonly string[]): Start {
  return {
    file: node,
    arguments: args,
    directory: '/',
    environment: { TZ: 'UTC', UV_THREADPOOL_SIZE: '1' },
  }
}

/** Bytes of private memory of a Node that runs nothing but `before`, JavaScript, as Linux tells them. */
export async function ownDataOf(node: string, before = ''): Promise<number | undefined> {
  const look = "process.stdout.write(require('node:fs').readFileSync('/proc/self/status'))"
  if (process.platform !== 'linux') return undefined
  const peer = await startPeer(
    nodeStart(node, ['--v8-pool-size=1', '--no-node-snapshot', '-e', `${before}\n${look}`]),
  )
  let status = ''
  peer.output.on('data', (bytes: Buffer) => (status += bytes.toString()))
  await peer.ended
  const kibibytes = /^VmData:\s*(\d+) kB$/m.exec(status)?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
}
