import { isOutside } from './paths.ts'

/** Why giving a variable this value may change what later commands are, or null. `text` is `NAME=value`. */
export function assignmentDanger(text: string): string | null {
  const [, name = '', value = ''] = /^([A-Za-z_]\w*)(?:\[.*?\])?\+?=(.*)$/s.exec(text) ?? []
  // An array's subscript and some builtins run the substitutions in their text.
  if (/\$\(|`/.test(value) && /\[/.test(value)) return `${name} holds a command for later`
  if (
    name === 'NODE_OPTIONS' &&
    value.split(' ').every((one) => one === '' || harmlessNodeOption.test(one))
  )
    return null
  if (name === 'PYTHONPATH' && !value.split(':').some(isOutside) && !/[$`]/.test(value)) return null
  return loaders.test(name) ? `${name} changes which programs or code run` : null
}

const loaders = new RegExp(
  `^(?:${[
    'PWD|PATH|CDPATH|IFS|ENV|BASH_ENV|BASH_FUNC_.*|SHELLOPTS|BASHOPTS|PS4|PROMPT_COMMAND|SHELL|HOME|XDG_CONFIG_HOME',
    'LD_.*|DYLD_.*|GCONV_PATH|LOCPATH',
    'NODE_OPTIONS|NODE_PATH|PYTHONPATH|PYTHONSTARTUP|PYTHONHOME|PERL5LIB|PERL5OPT|PERL5DB|RUBYLIB|RUBYOPT|CLASSPATH|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS',
    'GIT_SSH|GIT_SSH_COMMAND|GIT_EXEC_PATH|GIT_EDITOR|GIT_SEQUENCE_EDITOR|GIT_PAGER|GIT_EXTERNAL_DIFF|GIT_ASKPASS|GIT_PROXY_COMMAND|GIT_TEMPLATE_DIR|GIT_CONFIG.*|GIT_DIR|GIT_WORK_TREE',
    'EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER|SUDO_ASKPASS|SSH_ASKPASS|MAKEFLAGS|GNUMAKEFLAGS|RUSTC|RUSTC_WRAPPER|RUSTC_WORKSPACE_WRAPPER|RUSTFLAGS|CARGO_.*_RUNNER',
    'npm_config_.*|NPM_CONFIG_.*|YARN_.*PATH|PIP_INDEX_URL|PIP_EXTRA_INDEX_URL',
  ].join('|')})$`,
)
const harmlessNodeOption =
  /^--(?:max-old-space-size=\d+|no-warnings|no-deprecation|enable-source-maps|trace-(?:warnings|deprecation|uncaught)|experimental-(?:vm-modules|strip-types)|expose-gc|stack-trace-limit=\d+)$/
