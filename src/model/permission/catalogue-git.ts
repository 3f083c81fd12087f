import type { Rule } from './rule.ts'

const lost = 'throws work away'
const rewritten = 'rewrites or deletes what others may have'

export const gitRules: readonly Rule[] = [
  git('push', rewritten, {
    flags: '-f --force --force-with-lease --force-if-includes --mirror --delete -d --prune',
  }),
  git('push', rewritten, { argument: /^\+|^:./ }),
  git('reset', lost, { flags: '--hard --merge --keep' }),
  git('clean', lost, { flags: '-f --force -x -X' }),
  git('checkout', lost, { flags: '-f --force', argument: /^(?:--|\.|\.\/|:\/|:\(top\).*|\*)$/ }),
  git('switch', lost, { flags: '-f --force --discard-changes' }),
  git('restore', lost, { unless: '--staged' }),
  git('branch', lost, { flags: '-D -f --force -M -C' }),
  git('tag', rewritten, { flags: '-d --delete -f --force' }),
  git('stash drop|stash clear', lost),
  git('rm', lost, { flags: '-r -f --force' }),
  git('worktree remove', lost, { flags: '-f --force' }),
  git('filter-branch|filter-repo', rewritten),
  git('reflog expire|reflog delete|update-ref|prune|replace|fast-import', lost),
  git('gc', lost, { argument: /^--prune/ }),
  git(
    'submodule foreach|bisect run|difftool|mergetool|daemon|instaweb|send-email',
    'runs another program',
  ),
  git('rebase', 'runs another program', { flags: '-x --exec' }),
  git('grep', 'runs another program', { argument: /^(?:-O|--open)/ }),
  git('config', 'changes the settings of git', {
    argument:
      /^(?:alias\.|core\.(?:hookspath|editor|pager|sshcommand|fsmonitor|gitproxy|askpass)|credential\.|diff\..*(?:command|external|textconv)|filter\.|merge\..*driver|url\.|include|gpg\.|pager\.|sequence\.|protocol\.|uploadpack|--global|--system|--file|-f)/i,
  }),
  {
    programs: 'git',
    argument: /^(?:--(?:upload-pack|receive-pack|exec-path=|config-env|extcmd|output)|ext::|fd::)/,
    reason: 'runs another program, or writes a file',
  },
  {
    programs: 'gh glab hub',
    subcommand:
      'release delete|release delete-asset|repo delete|repo archive|repo rename|pr merge|mr merge|issue delete|run delete|cache delete|' +
      'gist delete|label delete|secret set|secret delete|secret remove|variable set|variable delete|auth login|auth logout|auth token|auth refresh|auth setup-git|ssh-key add|ssh-key delete|' +
      'gpg-key add|gpg-key delete|alias set|alias import|extension install|extension exec|ext install|release create|workflow disable',
    reason: 'changes a repository or an account for everybody',
  },
  {
    programs: 'gh glab',
    subcommand: 'api',
    flags: '-X --method -f -F --field --raw-field --input',
    reason: 'changes something at the server',
  },
]

function git(
  subcommand: string,
  reason: string,
  more: Pick<Rule, 'flags' | 'argument' | 'unless'> = {},
): Rule {
  return { programs: 'git', subcommand, reason, ...more }
}
