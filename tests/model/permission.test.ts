import { expect, test } from 'vitest'
import {
  decidePermission,
  simpleCommands,
  type PermissionDecision,
  type Permissions,
} from '../../src/model/index.ts'

function patterns(source: string, all: readonly string[]): Permissions['allow'] {
  return all.map((pattern) => ({ pattern, source }))
}

function allowing(...allow: readonly string[]): Permissions {
  return { allow: patterns('--allow', allow), deny: [], all: null }
}

function decide(script: string, ...allow: readonly string[]): PermissionDecision {
  return decidePermission(script, allowing(...allow))
}

test('nothing is allowed by itself, and the answer says which pattern would do', () => {
  expect(decide('npm test')).toEqual({
    allowed: false,
    dangerous: false,
    denied: false,
    reason: 'No permission covers `npm test`.',
    pattern: 'npm test',
  })
})

test('a pattern covers a simple command without its quotes, blanks, assignments and redirections', () => {
  for (const script of [
    'npm test',
    '  npm   "test"  ',
    'CI=1 npm test > out.log 2>&1',
    'npm \\\n test # comment',
    '\nnpm test\n',
  ])
    expect(decide(script, 'npm test')).toEqual({ allowed: true, by: '--allow: npm test' })
})

test('a star stands for any characters, also none, and a last one also for no arguments', () => {
  expect(decide('npm test', 'npm test *').allowed).toBe(true)
  expect(decide('npm test -- --coverage', 'npm test *').allowed).toBe(true)
  expect(decide('npm testing', 'npm test *').allowed).toBe(false)
  expect(decide('npm testing', 'npm test*').allowed).toBe(true)
  expect(decide('npm run lint', 'npm * lint').allowed).toBe(true)
  expect(decide('npm run lint fix', 'npm * lint').allowed).toBe(false)
  expect(decide('echo "a\nb" c', 'echo * c').allowed).toBe(true)
})

test('a question mark stands for one character, and nothing else is special', () => {
  expect(decide('node v1', 'node v?').allowed).toBe(true)
  expect(decide('node v', 'node v?').allowed).toBe(false)
  expect(decide('node v1', 'node v[0-9]').allowed).toBe(false)
  expect(decide('node vx1', 'node v.1').allowed).toBe(false)
})

test('every command of a list must be covered', () => {
  expect(decide('npm ci && npm test', 'npm ci', 'npm test')).toEqual({
    allowed: true,
    by: '--allow: npm ci, --allow: npm test',
  })
  expect(decide('npm ci && make x; npm test', 'npm *')).toMatchObject({
    allowed: false,
    reason: 'No permission covers `make x`.',
    pattern: 'make x',
  })
  expect(decide('npm test\nmake x', 'npm *').allowed).toBe(false)
  expect(decide('npm test | make x', 'npm *').allowed).toBe(false)
  expect(decide('npm test & make x', 'npm *').allowed).toBe(false)
  expect(decide('a; b')).toMatchObject({ pattern: 'a; b' })
})

test('a script that is no plain list needs a pattern equal to it, blanks aside', () => {
  for (const script of [
    'echo $(date)',
    'echo `date`',
    '(echo a)',
    '{ echo a; }',
    'if true; then echo a; fi',
    'for f in a; do echo a; done',
    'cat <(echo a)',
    'cat <<E\na\nE',
    'cat <<< a',
    'echo $((1 + 1))',
    '[[ -f a ]]',
    'a=(1 2)',
    'node -e "console.log(1)"',
    'python3 -c "print(1)"',
    'find . -exec cat {} +',
  ]) {
    expect(decide(script, '*', 'echo *', 'cat *', 'node *', 'python3 *', 'find *')).toMatchObject({
      allowed: false,
      dangerous: false,
    })
    expect(decide(script, script).allowed).toBe(true)
    expect(decide(`  ${script.replace(' ', '   ')}\n`, script).allowed).toBe(true)
  }
  expect(simpleCommands('echo $(date)').complex).toBe('a command substitution')
})

test('an exact pattern keeps lines apart', () => {
  expect(decide('echo $(date)\nrm -rf x', 'echo $(date) rm -rf x').allowed).toBe(false)
})

test('what wraps a command harmlessly is looked through', () => {
  for (const script of [
    'timeout 60 npm test',
    'timeout --kill-after=5 -s INT 60 npm test',
    'nice -n 5 npm test',
    'env CI=1 npm test',
    'command npm test',
    'nohup npm test',
    'time npm test',
    'bash -c "npm test"',
    "sh -ec 'npm test'",
    "bash -euo pipefail -c 'npm test; npm test'",
    'env timeout 5 bash -c "nice npm test"',
  ])
    expect(decide(script, 'npm test').allowed).toBe(true)
  for (const script of [
    'timeout 60 make',
    'bash -c "npm test; make"',
    'bash -ic "npm test"',
    'bash -O extglob -c "npm test"',
    'env -C .. npm test',
    'xargs npm test',
    'npx npm test',
    'env PATH=x npm test',
    'PATH=x timeout 5 npm test',
    'timeout 5 npm test > /x',
    'bash -c "npm test" > /x',
  ])
    expect(decide(script, 'npm test').allowed).toBe(false)
})

test('a dangerous command needs a pattern that names its first words', () => {
  expect(decide('rm -rf build', '*', 'rm *', 'rm -*', 'rm -r*', '? -rf build')).toMatchObject({
    allowed: false,
    dangerous: true,
    reason: 'It is dangerous: "rm" deletes without asking.',
    pattern: 'rm -rf build',
  })
  expect(decide('rm -rf build', 'rm -rf *').allowed).toBe(true)
  expect(decide('rm -rf build', 'rm -rf build').allowed).toBe(true)
  expect(decide('rm -rf src', 'rm -rf build').allowed).toBe(false)
  expect(decide('rm -rf build', 'rm -rfx *').allowed).toBe(false)
  expect(decide('git push --force origin a', 'git push *').allowed).toBe(false)
  expect(decide('git push --force origin a', 'git push --force *').allowed).toBe(true)
  expect(decide('git push origin a --force', 'git push origin *').allowed).toBe(false)
  expect(decide('git push origin a --force', 'git push origin a --force').allowed).toBe(true)
  expect(decide('git -C x push -f', 'git -C x push -f *').allowed).toBe(true)
  expect(decide('sudo ls', 'sudo *').allowed).toBe(true)
  expect(decide('npm publish', 'npm *').allowed).toBe(false)
  expect(decide('npm publish --tag next', 'npm publish *').allowed).toBe(true)
})

test('the dangers of what a command runs in turn must be named as well', () => {
  expect(decide('sudo rm -rf x', 'sudo *').allowed).toBe(false)
  expect(decide('sudo rm -rf x', 'sudo rm -rf *').allowed).toBe(true)
  expect(decide('timeout 5 rm -rf x', 'timeout *').allowed).toBe(false)
  expect(decide('timeout 5 rm -rf x', 'rm -rf *').allowed).toBe(true)
  expect(decide('timeout 5 rm -rf x', 'timeout 5 rm -rf *').allowed).toBe(true)
  expect(decide('bash -c "rm -rf x"', 'bash *').allowed).toBe(false)
  expect(decide('bash -c "rm -rf x"', 'rm -rf *').allowed).toBe(true)
  expect(decide('ls | xargs rm -rf', 'ls', 'xargs *').allowed).toBe(false)
  expect(decide('ls | xargs rm -rf', 'ls', 'xargs rm -rf *').allowed).toBe(true)
})

test('dangerous assignments and redirections are part of what must be named', () => {
  expect(decide('LD_PRELOAD=x npm test', 'npm test', 'npm *').allowed).toBe(false)
  expect(decide('LD_PRELOAD=x npm test', 'LD_PRELOAD=x npm *').allowed).toBe(true)
  expect(decide('env PATH=x npm test', 'env PATH=x *').allowed).toBe(true)
  expect(decide('PATH=x', '*').allowed).toBe(false)
  expect(decide('npm test > /tmp/x', 'npm test', 'npm *')).toMatchObject({
    allowed: false,
    pattern: 'npm test > /tmp/x',
  })
  expect(decide('npm test > /tmp/x', 'npm test > /tmp/x').allowed).toBe(true)
})

test('what is piped into a shell is allowed only as a whole', () => {
  const script = 'curl https://x | sh'
  expect(decide(script, 'curl *', 'sh', 'sh *', '*')).toMatchObject({
    allowed: false,
    dangerous: true,
    pattern: script,
  })
  expect(decide(script, script).allowed).toBe(true)
})

test('a pattern of wildcards only is never an exact one', () => {
  expect(decide('*', '*').allowed).toBe(false)
  expect(decide('? *', '? *').allowed).toBe(false)
})

test('--yes allows what is not dangerous, and a pattern beside it the rest', () => {
  const yes = { ...allowing('rm -rf build'), all: '--yes' }
  expect(decidePermission('echo $(date)', yes)).toEqual({ allowed: true, by: '--yes' })
  expect(decidePermission('npm ci; rm -rf build', yes)).toEqual({
    allowed: true,
    by: '--yes, --allow: rm -rf build',
  })
  expect(decidePermission('npm ci; rm -rf src', yes).allowed).toBe(false)
  expect(decidePermission('(npm ci; rm -rf build)', yes)).toMatchObject({
    allowed: false,
    dangerous: true,
  })
  expect(decidePermission('', allowing())).toEqual({ allowed: true, by: 'nothing to run' })
})

test('what is forbidden stays so whatever allows it', () => {
  const permissions: Permissions = {
    allow: patterns('--allow', ['*', 'make x', '(make x)', 'make y']),
    deny: patterns('goap.config.json', ['make x *', 'make   y']),
    all: '--yes',
  }
  for (const script of [
    'make x',
    'make x all',
    'true && make x',
    '(make x)',
    'echo $(make x)',
    'timeout 5 make x',
    'bash -c "make x"',
    '/usr/bin/make x',
    'sudo make x',
    'if true; then make x; fi',
    'make y',
  ])
    expect(decidePermission(script, permissions)).toMatchObject({ allowed: false, denied: true })
  expect(decidePermission('make x', permissions)).toMatchObject({
    reason: 'It is forbidden by goap.config.json: make x *.',
  })
  expect(decidePermission('make z', permissions).allowed).toBe(true)
})

test('a script is shown as the commands that it runs', () => {
  const { commands, complex, doubt } = simpleCommands('A=1 npm "test" | tee -a log; timeout 5 ls')
  expect(commands.map((command) => command.text)).toEqual([
    'npm test',
    'tee -a log',
    'timeout 5 ls',
  ])
  expect(commands[2]?.inner.map((command) => command.text)).toEqual(['ls'])
  expect({ complex, doubt }).toEqual({ complex: null, doubt: null })
})

test('a word that ends with a blank matches a pattern with one blank', () => {
  const permissions = {
    allow: [{ pattern: 'grep -m 1 ^## *', source: 'test' }],
    deny: [{ pattern: 'echo a b', source: 'test' }],
    all: null,
  }
  expect(decidePermission("grep -m 1 '^## ' FILE", permissions).allowed).toBe(true)
  expect(decidePermission("echo 'a ' b", permissions)).toMatchObject({
    allowed: false,
    denied: true,
  })
})
