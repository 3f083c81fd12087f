import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// Others that do steps, installed by `npm ci --legacy-peer-deps --prefix tests/bench/peers`. Null where they are not.

const root = resolve('tests/bench/peers')
const isThere = existsSync(resolve(root, 'node_modules'))
const find = createRequire(resolve(root, 'package.json'))

async function load(name: string): Promise<Record<string, any>> {
  return (await import(pathToFileURL(find.resolve(name)).href)) as Record<string, any>
}

/** Does that many works by p-queue, `concurrency` at once. */
export async function pQueue(): Promise<
  ((count: number, concurrency: number) => Promise<void>) | null
> {
  if (!isThere) return null
  const { default: PQueue } = await load('p-queue')
  return async (count, concurrency) => {
    const queue = new PQueue({ concurrency })
    for (let index = 0; index < count; index++) void queue.add(async () => ({}))
    await queue.onIdle()
  }
}

/** Does that many steps by a graph of LangGraph.js without a checkpointer: `width` nodes side by side, again and again. */
export async function langGraph(): Promise<
  ((count: number, width: number) => Promise<void>) | null
> {
  if (!isThere) return null
  const { StateGraph, Annotation, START, END } = await load('@langchain/langgraph')
  return async (count, width) => {
    const rounds = Math.ceil(count / width)
    const State = Annotation.Root({
      round: Annotation({ reducer: (a: number, b: number) => Math.max(a, b), default: () => 0 }),
    })
    const graph = new StateGraph(State)
    const names = Array.from({ length: width }, (_, index) => `n${index}`)
    for (const name of names)
      graph.addNode(name, async ({ round }: { round: number }) => ({ round: round + 1 }))
    graph.addNode('next', async () => ({}))
    for (const name of names) graph.addEdge('next', name)
    graph.addNode('join', async () => ({}))
    graph.addEdge(names, 'join')
    graph.addConditionalEdges(
      'join',
      ({ round }: { round: number }) => (round >= rounds ? END : 'next'),
      ['next', END],
    )
    graph.addEdge(START, 'next')
    const app = graph.compile()
    await app.invoke({ round: 0 }, { recursionLimit: rounds * 3 + 5 })
  }
}
