import { exits, type Exit } from '../exit.ts'
import type { Io } from '../io.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** `goap completion`: a script that lets a shell complete calls of goap. */
export function completionCommand(io: Io, shell: Shell): Exit {
  io.stdout.write(scripts[shell])
  return exits.done
}

// Nothing of the grammar stands in the scripts: they ask the goap that is called, so that they are never out of date.
const scripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of goap for bash: in ~/.bashrc, or a file of its own below ~/.local/share/bash-completion/completions.
_goap() {
  local line value
  COMPREPLY=()
  while IFS= read -r line; do
    printf -v value '%q' "\${line%%$'\\t'*}"
    COMPREPLY+=("\${value/#\\\\~/\\~}")
  done < <("\${COMP_WORDS[0]}" complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[/=] ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -o nosort -F _goap goap 2>/dev/null || complete -F _goap goap
`,
  zsh: `#compdef goap
# Completion of goap for zsh: in ~/.zshrc behind compinit, or as _goap in a folder of $fpath.
_goap() {
  local line value
  local -a whole whole_said open open_said
  for line in "\${(@f)$("\${words[1]}" complete zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] || continue
    value=\${line%%$'\\t'*}
    if [[ $value == *[/=] ]]; then
      open+=("$value"); open_said+=("\${line/$'\\t'/  -- }")
    else
      whole+=("$value"); whole_said+=("\${line/$'\\t'/  -- }")
    fi
  done
  if (( $#open )); then compadd -S '' -l -d open_said -a open; fi
  if (( $#whole )); then compadd -V goap -l -d whole_said -a whole; fi
}
if [ "$funcstack[1]" = _goap ]; then _goap "$@"; else compdef _goap goap; fi
`,
  fish: `# Completion of goap for fish: in ~/.config/fish/completions/goap.fish.
function __goap_complete
    set -l before (commandline -opc)
    set -l goap $before[1]
    set -e before[1]
    command $goap complete fish -- $before (commandline -ct) 2>/dev/null
end
complete -c goap -k -f -a '(__goap_complete)'
`,
}
