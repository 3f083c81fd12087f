/** Calls of each command, with what they do; shown by `goap help COMMAND`. */
export const examples: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  init: [
    ['goap init', 'show what would be made, ask, and make it'],
    ['goap init --yes', 'make it without asking'],
    ['goap init --yes --claude', 'and teach Claude Code to use goap'],
  ],
  doctor: [
    ['goap doctor', 'what is in order, what is not, and what to do'],
    ['goap doctor --json', 'the same for a program'],
  ],
  completion: [
    ['goap completion bash >> ~/.bashrc', 'for bash'],
    ['goap completion zsh >> ~/.zshrc', 'for zsh, behind its compinit'],
    ['goap completion fish > ~/.config/fish/completions/goap.fish', 'for fish'],
  ],
  help: [
    ['goap help execute', 'a command, with examples'],
    ['goap help permissions', 'a topic'],
  ],
  read: [
    ['goap read plan.md', 'phases, tasks, needs and gates as a list'],
    ['goap read plan.md --explain', 'below each line what it was understood as'],
  ],
  graph: [
    ['goap graph plan.md', 'what waits for what; * marks the critical path'],
    ['goap graph plan.md --format svg -o plan.svg', 'a picture'],
    ['goap graph plans --format mermaid', 'all plans of a folder as one diagram'],
  ],
  schedule: [
    ['goap schedule plan.md --workers 2', 'when each task would run'],
    ['goap schedule plan.md --duration A1=2h', 'what if A1 took two hours?'],
  ],
  next: [
    ['goap next', 'what can be started now, the most pressing first'],
    ['goap next plan.md --limit 3 --json', 'for a program'],
  ],
  why: [['goap why B3 plan.md', 'what B3 waits for, and which line says so']],
  status: [
    ['goap status', 'a row for each plan'],
    ['goap status 20261121-041504-cj08t', 'what a run came to'],
    ['goap status --write README.md', 'keep a table of the plans in a file'],
  ],
  check: [
    ['goap check plan.md', 'each finding with its place'],
    ['goap check plans --format github', 'for a workflow on GitHub'],
    ['goap check plan.md --fix --dry-run', 'what could be mended without a doubt'],
  ],
  fmt: [
    ['goap fmt plan.md', 'print the plan in the canonical dialect'],
    ['goap fmt --check plans', 'fail when one is written otherwise'],
  ],
  explain: [
    ['goap explain cycle', 'what a finding means and what to do'],
    ['goap explain', 'all codes'],
  ],
  plan: [
    ['goap plan goals/release.md', 'the cheapest plan, as Markdown'],
    ['goap plan goals/release.md -o plans/release.md', 'into a file, to be executed'],
    ['goap plan goals/release.md --why-not', 'why there is no plan'],
    ['goap plan --pddl domain.pddl problem.pddl --optimal --json', 'a task in PDDL'],
  ],
  validate: [['goap validate domain.pddl problem.pddl found.plan', 'carry a plan out in thought']],
  execute: [
    ['goap execute plan.md', 'run it; what is not allowed yet is asked, or waits'],
    ['goap execute plan.md --dry-run', 'only simulate it'],
    ["goap execute plan.md --allow 'npm run *'", 'allow what matches, this once'],
    ['goap execute plans/*.md --json', 'several as one run, events as JSON'],
  ],
  resume: [
    ['goap resume', 'go on with the newest run that is not finished'],
    ['goap resume 20261121-041504-cj08t --yes', 'a run, allowing all that is not dangerous'],
  ],
  runs: [['goap runs', 'all runs, newest first']],
  log: [
    ['goap log', 'what happened in the newest run'],
    ['goap log 20261121-041504-cj08t --json', 'its events, one per line'],
  ],
  gates: [
    ['goap gates', 'what the gates of the newest run say, with their evidence'],
    ['goap gates plan.md --json', 'the gates of a document, and their history over runs'],
  ],
  report: [
    ['goap report', 'what the newest run came to: what ran, its evidence, what decided its length'],
    ['goap report 20261121-041504-cj08t --md > report.md', 'a run, as Markdown'],
    ['goap report --html > report.html', 'as a page'],
  ],
  agents: [
    ['goap agents', 'who can perform tasks here, and where they are defined'],
    ['goap agents --json', 'for a program'],
  ],
  answers: [
    ['goap answers plan.md > answers.yaml', 'a file to fill in'],
    [
      'goap answers plan.md',
      'what would be asked; `goap execute --answers FILE` answers from such a file',
    ],
  ],
  verify: [
    ['goap verify plan.md', 'run the checks of the gates: which ticks are true?'],
    ['goap verify plan.md --write', 'and set the ticks by what was found'],
  ],
  pause: [['goap pause', 'let end what runs, and start nothing new']],
  approve: [
    ['goap approve quality-gate', 'say yes to what waits for it, in the newest run'],
    ["goap approve C2 --reject --note 'the figures are old'", 'send it back with a reason'],
  ],
  answer: [["goap answer C2 'use the second design'", 'answer what a task asks']],
  retry: [
    ['goap retry B3', 'run a task of the newest run again'],
    ['goap retry B3 --downstream', 'and everything that rests on it'],
  ],
  waive: [
    ["goap waive quality-gate --why 'known flake, issue 12'", 'go on behind a gate that failed'],
  ],
  cancel: [['goap cancel', 'end the newest run that is not finished, for good']],
  trust: [
    ['goap trust', 'let the permissions of the configuration count, as it is now'],
    ['goap trust --revoke', 'and no longer'],
  ],
  sandbox: [
    ['goap sandbox run script.js', 'run a script where it can do no harm'],
    ['goap sandbox health', 'whether the sandbox works here, and holds'],
    ['goap sandbox run --help', 'what `run` takes'],
  ],
  'sandbox run': [
    ['goap sandbox run script.ts --timeout 500', 'stop it after half a second'],
    [
      'goap sandbox run - --json --preset restrictive',
      'the standard input; the result for a program',
    ],
    [
      'goap sandbox run sum.js --input @figures.json --tools tools.mjs',
      'with `input`, and functions that it may call',
    ],
    ['goap sandbox run dice.js --seed 7', 'the same chance and time in every run'],
  ],
  'sandbox compile': [
    ['goap sandbox compile tidy.ts', 'a module that does what tidy.ts does: tidy.wasm'],
    ['goap sandbox compile - --out tidy.wasm', 'of a script on the standard input'],
  ],
  'sandbox health': [
    ['goap sandbox health', 'each backend: whether it is here, and holds'],
    ['goap sandbox health --backend wasm --json', 'one of them, for a program'],
  ],
  'sandbox bench': [['goap sandbox bench', 'what a fresh execution takes on this machine']],
  import: [['goap import .taskmaster/tasks/tasks.json -o plans/tasks.md', 'from task-master']],
  export: [
    ['goap export plan.md', 'all of the plan as JSON'],
    ['goap export plan.md --to task-master -o tasks.json', 'for task-master'],
  ],
}
