import type { Project, ProjectCommand } from './project.ts'

/** A first plan for a project, in the canonical dialect, that runs as it is. */
export function firstPlan(project: Project, isGit: boolean): string {
  const phases = [lookPhase(isGit), checkPhase(project)].filter((phase) => phase !== '')
  return `# First plan

What goap does, shown on ${project.kind}: \`goap check plans\` looks whether this makes sense, \`goap execute plans/first.md\` runs it and sets the ticks, \`goap status\` says how far it is. Change it, or write another one beside it: \`goap help plans\` shows the form.

${phases.join('\n')}`
}

/** The commands of the first plan: what its configuration has to allow. */
export function firstCommands(project: Project, isGit: boolean): readonly string[] {
  const { steps, proof } = project
  const looks = isGit ? ['ls -a', 'git status --short'] : ['ls -a']
  const own = [...steps, ...(proof ? [proof] : [])].map(({ command }) => command)
  return [...looks, 'ls goap.config.json', ...own]
}

function lookPhase(isGit: boolean): string {
  const git = isGit ? '- [ ] **LOOK.2**: See what is not committed: `git status --short`\n' : ''
  return `## Phase 1: Look (parallel)

- [ ] **LOOK.1**: See what is here: \`ls -a\`
${git}
### Quality Gate

- [ ] \`ls goap.config.json\` → prints "goap"
`
}

/** The steps one after the other, the tests as their gate; tests alone are a task. */
function checkPhase({ steps, proof }: Project): string {
  const tasks = steps.length > 0 ? steps : proof ? [proof] : []
  if (tasks.length === 0) return ''
  const gate = steps.length > 0 && proof ? `\n### Quality Gate\n\n- [ ] \`${proof.command}\`\n` : ''
  return `## Phase 2: Check (sequential)\n\n${tasks.map(taskLine).join('\n')}\n${gate}`
}

function taskLine({ title, command }: ProjectCommand, index: number): string {
  return `- [ ] **CHECK.${index + 1}**: ${title}: \`${command}\``
}
