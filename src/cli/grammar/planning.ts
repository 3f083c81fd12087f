import type { Command } from 'commander'
import type { PlanFlags } from '../commands/plan.ts'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { confineOptions, natural, oneOf, positive } from './options.ts'

/** The commands of the planner: `plan`, `validate`. */
export function planning(root: Command, io: Io, exit: (code: Exit) => void): void {
  confineOptions(
    root
    .command('plan')
    .summary('find the cheapest plan to a goal')
    .description(
      'Plans a goal document (goals/*.md) and prints the plan; with --pddl a planning task in PDDL. Facts with a probe are observed first, where the permissions allow it.',
    )
    .argument('<path...>', 'a goal document; with --pddl a domain and a problem')
    .option('--pddl', 'the two files are a domain and a problem in PDDL')
    .option('-o, --output <file>', 'write the plan into a file instead; not over one that is there')
    .option('--force', 'with -o: write over a file that is there')
    .addOption(
      oneOf('--format <format>', 'md, mermaid, svg or pddl (default: md)', [
        'md',
        'mermaid',
        'svg',
        'pddl',
      ]),
    )
    .option('--json', 'one line of JSON')
    .option('--optimal', 'go on until the cheapest plan is proven')
    .option(
      '--anytime <time>',
      'improve the first plan for so long (default: 1s for a goal document, else not at all)',
    )
    .option('--workers <number>', 'how many tasks run at once (default: as many as can)', positive)
    .option('--no-observe', 'take the facts of the document as they stand; run no probe')
    .option('-y, --yes', 'allow every probe that is not dangerous')
    .option('--why <action>', 'why the plan has this action')
    .option('--why-not [action]', 'why there is no plan, or none with this action')
    .option('--alternatives <number>', 'further plans with other actions', positive)
    .addOption(
      oneOf(
        '--algorithm <name>',
        'eager, lazy, astar or portfolio (default: portfolio, with a heuristic eager)',
        ['eager', 'lazy', 'astar', 'portfolio'],
      ),
    )
    .addOption(
      oneOf(
        '--heuristic <name>',
        'blind, goalcount, hmax, hadd, ff or lmcut; the portfolio takes none',
        ['blind', 'goalcount', 'hmax', 'hadd', 'ff', 'lmcut'],
      ),
    )
    .option('--time-limit <time>', 'give up after so long, such as 10s')
    .option('--memory-limit <size>', 'for states and queues, such as 500MB (default: 1GiB), and as much for grounding')
    .addOption(
      oneOf(
        '--threads <number>',
        '1, or 2 for a task in PDDL: the second begins after 3 s without a plan (default: 2, on one processor 1)',
        ['1', '2'],
      ),
    )
    .option('--max-expansions <number>', 'give up after so many states', natural)
    .option(
      '--repeat <number>',
      'search so often, each time anew, and tell the median time',
      positive,
    )) // prettier-ignore
    .action(async (paths: string[], flags: PlanFlags) => {
      const { planCommand } = await import('../commands/plan.ts')
      exit(await planCommand(io, paths, flags))
    })
  root
    .command('validate')
    .summary('whether a plan in PDDL is valid')
    .description(
      'Carries a plan out step by step, by a simulator that shares no code with the search.',
    )
    .argument('<domain>', 'a domain in PDDL')
    .argument('<problem>', 'a problem in PDDL')
    .argument('<plan>', 'a plan: one action in brackets on each line')
    .option('--json', 'one line of JSON')
    .action(async (domain: string, problem: string, plan: string, flags: { json?: boolean }) => {
      const { validateCommand } = await import('../commands/validate.ts')
      exit(await validateCommand(io, { domain, problem, plan }, flags))
    })
}
