/** What one wants of goap, and the commands for it, in the order of a first acquaintance. */
export const groups: readonly (readonly [heading: string, commands: readonly string[]])[] = [
  ['Begin', ['init', 'doctor', 'help', 'completion']],
  ['Look', ['read', 'graph', 'schedule', 'next', 'why', 'status', 'agents']],
  ['Check', ['check', 'fmt', 'explain', 'verify']],
  ['Plan', ['plan', 'validate']],
  ['Run', ['execute', 'resume', 'answers', 'sandbox']],
  ['Follow', ['runs', 'log', 'gates', 'report']],
  ['Steer', ['pause', 'approve', 'answer', 'retry', 'waive', 'cancel', 'trust']],
  ['Share', ['import', 'export']],
]

/** What stands above the commands: the first things to try. */
export const firstSteps: readonly (readonly [call: string, does: string])[] = [
  ['goap init', 'prepare this folder: a configuration, agents, a first plan'],
  ['goap check plans', 'find what contradicts itself, before anything runs'],
  ['goap execute plans/first.md', 'run a plan; Ctrl-C stops it, goap resume goes on'],
]
