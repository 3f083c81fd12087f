import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// Others that do steps, installed by `npm ci --legacy-peer-deps --prefix tests/bench/peers`. Null where they are not.
// DBOS also needs a PostgreSQL server: `GOAP_POSTGRES=postgresql://user@host:port/database`, which it makes.

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

/** What LangGraph.js, without a checkpointer, does with steps that do nothing. */
export interface LangGraph {
  /** The same plan as ours: layers of `width` nodes side by side, one layer after the other. */
  layers(count: number, width: number): () => Promise<void>
  /** A small graph that goes round: `width` nodes side by side, again and again. */
  rounds(count: number, width: number): () => Promise<void>
}

/** A compiled graph's way to run. */
interface Compiled {
  invoke(
    state: { readonly round: number },
    options: { readonly recursionLimit: number },
  ): Promise<unknown>
}

export async function langGraph(): Promise<LangGraph | null> {
  if (!isThere) return null
  const { StateGraph, Annotation, START, END } = await load('@langchain/langgraph')
  const most = (left: number, right: number): number => Math.max(left, right)
  const State = Annotation.Root({ round: Annotation({ reducer: most, default: () => 0 }) })
  const next = async ({ round }: { round: number }): Promise<object> => ({ round: round + 1 })
  const nothing = async (): Promise<object> => ({})
  const names = (prefix: string, width: number): string[] =>
    Array.from({ length: width }, (_, index) => `${prefix}-${index}`)
  const running = (app: Compiled, supersteps: number) => async (): Promise<void> =>
    void (await app.invoke({ round: 0 }, { recursionLimit: supersteps + 10 }))
  return {
    layers(count, width) {
      const graph = new StateGraph(State)
      let before = START
      const layers = Math.ceil(count / width)
      for (let layer = 0; layer < layers; layer++) {
        const join = `join-${layer}`
        const nodes = names(`n${layer}`, width)
        for (const name of nodes) graph.addNode(name, next).addEdge(before, name)
        graph.addNode(join, nothing).addEdge(nodes, join)
        before = join
      }
      return running(graph.addEdge(before, END).compile(), layers * 2)
    },
    rounds(count, width) {
      const rounds = Math.ceil(count / width)
      const graph = new StateGraph(State)
      const nodes = names('n', width)
      graph.addNode('begin', nothing).addNode('join', nothing).addEdge(START, 'begin')
      for (const name of nodes) graph.addNode(name, next).addEdge('begin', name)
      graph.addEdge(nodes, 'join')
      const onwards = ({ round }: { round: number }): string => (round >= rounds ? END : 'begin')
      graph.addConditionalEdges('join', onwards, ['begin', END])
      return running(graph.compile(), rounds * 3)
    },
  }
}

/** Steps that do nothing, kept by DBOS in PostgreSQL. */
export interface Dbos extends AsyncDisposable {
  /** One workflow of phases: `width` steps side by side, one phase after the other. */
  readonly layers: (count: number, width: number) => Promise<void>
}

/** DBOS with the server that `GOAP_POSTGRES` names. */
export async function dbos(): Promise<Dbos | null> {
  const url = process.env['GOAP_POSTGRES']
  if (!isThere || url === undefined) return null
  const { DBOS } = await load('@dbos-inc/dbos-sdk')
  const nothing = async (): Promise<object> => ({})
  const workflow = DBOS['registerWorkflow'](
    async (count: number, width: number) => {
      for (let done = 0; done < count; done += width)
        await Promise.all(
          Array.from({ length: Math.min(width, count - done) }, (_, index) => DBOS['runStep'](nothing, { name: `n${done + index}` })), // prettier-ignore
        )
    },
    { name: 'layers' },
  )
  DBOS['setConfig']({ name: 'goap-bench', applicationVersion: '1', systemDatabaseUrl: url, logLevel: 'error', runAdminServer: false }) // prettier-ignore
  await DBOS['launch']()
  return {
    layers: (count, width) => workflow(count, width),
    [Symbol.asyncDispose]: () => DBOS['shutdown'](),
  }
}
