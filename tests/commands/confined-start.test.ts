import { execFile, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { confinedStart, type Reach, type Start } from '../../src/commands/index.ts'
import { bubblewrap, canConfine, tellWhyNot } from './confinement-here.ts'
import { folder, until } from './folder.ts'

tellWhyNot()

const path = [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter)

interface Told {
  readonly code: number | string | null
  /** Of standard output. */
  readonly text: string
  readonly errors: string
}

async function started({ file, arguments: all, directory, environment }: Start): Promise<Told> {
  return new Promise((done) => {
    execFile(file, all, { cwd: directory, env: environment, timeout: 60_000 }, (error, out, err) =>
      done({ code: error?.code ?? 0, text: out, errors: err }),
    )
  })
}

/** What a script says inside, that may write in `workspace`. */
async function inside(
  script: string,
  reach: Reach = {},
  { workspace = folder(), environment = {} }: { readonly workspace?: string; readonly environment?: Readonly<Record<string, string>> } = {}, // prettier-ignore
): Promise<Told> {
  const start = { file: 'bash', arguments: ['-c', script], directory: workspace, environment: { PATH: path, ...environment } } // prettier-ignore
  return started(confinedStart(start, { writable: [workspace], ...reach }, bubblewrap()))
}

const node = (code: string): string => `node -e '${code}'`

describe.skipIf(!canConfine)('a confined process', () => {
  test('runs with its arguments, in its folder, and its exit code comes through', async () => {
    const workspace = join(folder(), "a folder's name")
    mkdirSync(workspace)
    const script = 'pwd; printf "%s|" "$0" "$@"; exit 7'
    const start = { file: '/bin/sh', arguments: ['-c', script, 'name', 'a b', '', '*'], directory: workspace, environment: { PATH: path } } // prettier-ignore
    const told = await started(confinedStart(start, { writable: [workspace] }, bubblewrap()))
    expect(told).toEqual({ code: 7, errors: '', text: `${workspace}\nname|a b||*|` })
  })

  test('is given its environment and nothing else, and what steers the linker reaches only itself', async () => {
    const environment = { NAME: 'a b', LD_AUDIT: '', BASH_ENV: '/nowhere', TMPDIR: '/nowhere' }
    const told = await inside('env | sort', {}, { environment })
    const names = told.text.split('\n').flatMap((line) => line.match(/^(\w+)=/)?.[1] ?? [])
    expect(names).toEqual(['BASH_ENV', 'LD_AUDIT', 'NAME', 'PATH', 'PWD', 'SHLVL', 'TMPDIR', '_'])
    expect(told.text).toContain('NAME=a b\n')
    expect(told.text).toContain('TMPDIR=/tmp\n')
    const start = { file: 'bash', arguments: [], directory: '/', environment }
    expect(confinedStart(start, {}, bubblewrap()).environment).toEqual({ NAME: 'a b', TMPDIR: '/tmp' }) // prettier-ignore
  })

  test('changes what is in its folder, and nothing else that outlives it', async () => {
    const workspace = folder()
    const other = folder()
    const scratch = `goap-${crypto.randomUUID()}`
    const tries = [other, '/', '/usr', '/etc', '/dev', '/opt', '/proc/sys/kernel', dirname(process.execPath)] // prettier-ignore
    const script = `touch made; for at in ${tries.map((at) => `'${at}'`).join(' ')}; do touch "$at/made" && echo "wrote $at"; done 2>/dev/null; echo > /tmp/${scratch} && echo > /dev/shm/${scratch} && echo done` // prettier-ignore
    expect((await inside(script, {}, { workspace })).text).toBe('done\n')
    expect(existsSync(join(workspace, 'made'))).toBe(true)
    expect(tries.filter((at) => existsSync(join(at, 'made')))).toEqual([])
    expect(['/tmp', '/dev/shm'].filter((at) => existsSync(join(at, scratch)))).toEqual([])
  })

  test('does not see a home, another folder or a secret of the machine', async () => {
    const home = folder()
    writeFileSync(join(home, 'key'), 'secret')
    const tries = [join(home, 'key'), '/etc/shadow', '/etc/ssh', '/root/.bashrc', '/var/log', '/sys/kernel', '/run/docker.sock', '/home'] // prettier-ignore
    const script = `for at in ${tries.join(' ')}; do [ -e "$at" ] && echo "$at"; done; ls -A "$HOME"; echo mine > "$HOME/own" && cat "$HOME/own"` // prettier-ignore
    expect((await inside(script, {}, { environment: { HOME: home } })).text).toBe('mine\n')
    expect(existsSync(join(home, 'own'))).toBe(false)
  })

  test('finds a folder to work in below the home that it does not see', async () => {
    const home = folder()
    const workspace = join(home, 'work', 'here')
    mkdirSync(workspace, { recursive: true })
    writeFileSync(join(home, 'key'), 'secret')
    writeFileSync(join(workspace, 'file'), 'text\n')
    const told = await inside('cat file; ls -A "$HOME"', {}, { workspace, environment: { HOME: home } }) // prettier-ignore
    expect(told.text).toBe('text\nwork\n')
  })

  test('reads what it was shown, also a file, and cannot change it', async () => {
    const shown = folder()
    writeFileSync(join(shown, 'file'), 'text\n')
    symlinkSync(join(shown, 'file'), join(shown, 'link'))
    const readable = [join(shown, 'link'), join(shown, 'none')]
    const script = `cat ${readable[0]}; echo more >> ${readable[0]} || ls ${shown}`
    const { text, errors } = await inside(script, { readable })
    expect(text).toBe('text\nlink\n')
    expect(errors).toMatch(/Read-only file system\n$/)
  })

  test('runs the programs of folders on PATH, with the libraries beside them, and sees nothing else there', async () => {
    const prefix = folder()
    for (const name of ['bin', 'lib', 'share']) mkdirSync(join(prefix, name))
    writeFileSync(join(prefix, 'bin', 'tool'), `#!/bin/sh\ncat ${prefix}/lib/text; ls ${prefix}\n`, { mode: 0o755 }) // prettier-ignore
    writeFileSync(join(prefix, 'lib', 'text'), 'text\n')
    const environment = { PATH: `${prefix}/bin:relative:/usr/bin:/bin`, HOME: folder() }
    expect((await inside('tool', {}, { environment })).text).toBe('text\nbin\nlib\n')
    const links = folder()
    symlinkSync(`${prefix}/bin/tool`, join(links, 'other'))
    expect((await inside('other', {}, { environment: { PATH: `${links}:/usr/bin:/bin` } })).text).toBe('text\nbin\nlib\n') // prettier-ignore
    const bare = { PATH: `${prefix}:${path}`, HOME: join(prefix, 'share') }
    expect((await inside(`ls ${prefix}/bin`, {}, { environment: bare })).code).toBe(2)
  })

  test('runs the programs of an npm project on PATH', async () => {
    const packages = join(folder(), 'node_modules')
    mkdirSync(join(packages, '.bin'), { recursive: true })
    mkdirSync(join(packages, 'tool', 'bin'), { recursive: true })
    writeFileSync(join(packages, 'tool', 'bin', 'tool.js'), '#!/usr/bin/env node\nconsole.log(require("other"))\n', { mode: 0o755 }) // prettier-ignore
    mkdirSync(join(packages, 'other'))
    writeFileSync(join(packages, 'other', 'index.js'), 'module.exports = "text"\n')
    symlinkSync('../tool/bin/tool.js', join(packages, '.bin', 'tool'))
    const environment = { PATH: `${packages}/.bin:${path}` }
    expect((await inside('tool', {}, { environment })).text).toBe('text\n')
  })

  test('cannot change, remove, replace or move away what is guarded', async () => {
    const workspace = folder()
    mkdirSync(join(workspace, 'one', 'two'), { recursive: true })
    writeFileSync(join(workspace, 'one', 'two', 'file'), 'text')
    writeFileSync(join(workspace, 'top'), 'text')
    const guarded = ['one/two/file', 'top', 'none'].map((name) => join(workspace, name))
    const script = [
      'echo > top',
      'rm -f top',
      'mv top other',
      'echo > new && mv new top',
      'ln -f new top',
      'rm -rf one',
      'mv one other',
      'mv one/two other',
      'mount --bind new top',
      'umount top',
      'mount -o remount,rw top',
      'touch one/new',
    ]
    const told = await inside(script.map((line) => `{ ${line}; } 2>/dev/null && echo "${line}"`).join('\n'), { guarded }, { workspace }) // prettier-ignore
    expect(told.text).toBe('touch one/new\n')
    expect(readFileSync(join(workspace, 'top'), 'utf8')).toBe('text')
    expect(readFileSync(join(workspace, 'one', 'two', 'file'), 'utf8')).toBe('text')
  })

  test('sees no process but its own, neither their variables, and can signal none', async () => {
    const other = spawn('sleep', ['600'], { env: { MARK: 'mark-of-another-process' } })
    onTestFinished(() => void other.kill('SIGKILL'))
    const script = `cat /proc/*/environ /proc/*/cmdline | tr '\\0' '\\n' | grep -c 'mark-of[-]another'; kill -9 ${other.pid} && echo killed; kill -9 -1; ls /proc | grep -c '^[0-9]'` // prettier-ignore
    const told = await inside(script)
    expect(told.text).toMatch(/^0\n/)
    expect(told.text).not.toContain('killed')
    expect(other.exitCode ?? other.signalCode).toBeNull()
  })

  test('reaches no network, neither the loopback nor an abstract socket, unless it may', async () => {
    const name = `\0goap-${crypto.randomUUID()}`
    const abstract = createServer((socket) => socket.end('abstract'))
    const loopback = createServer((socket) => socket.end('loopback'))
    onTestFinished(() => {
      abstract.close()
      loopback.close()
    })
    await new Promise<void>((listening) => abstract.listen(name, listening))
    await new Promise<void>((listening) => loopback.listen(0, '127.0.0.1', listening))
    const address = loopback.address()
    const port = typeof address === 'object' ? address?.port : 0
    const connecting = (to: string): string =>
      node(`const s = require("net").connect(${to}); s.on("data", (d) => console.log(String(d))); s.on("error", (e) => console.log(e.code))`) // prettier-ignore
    const script = [
      connecting(`{ port: ${port}, host: "127.0.0.1" }`),
      connecting(`"\\0${name.slice(1)}"`),
      connecting('{ port: 9, host: "192.0.2.1" }'),
    ]
    const all = script.join('\n')
    expect((await inside(all)).text).toBe('ECONNREFUSED\nECONNREFUSED\nENETUNREACH\n')
    const [first, second] = script
    expect((await inside(`${first}\n${second}`, { network: true })).text).toBe('loopback\nabstract\n') // prettier-ignore
  })

  test('has a loopback of its own', async () => {
    const script = node('const s = require("net").createServer((c) => c.end("own")).listen(0, "127.0.0.1", () => require("net").connect(s.address().port).on("data", (d) => console.log(String(d))).on("end", () => s.close()))') // prettier-ignore
    expect((await inside(script)).text).toBe('own\n')
  })

  test('has no rights of an administrator and gets none', async () => {
    const script = 'grep CapEff /proc/self/status; grep CapBnd /proc/self/status; grep NoNewPrivs /proc/self/status; unshare -Ur true && echo nested' // prettier-ignore
    const { text } = await inside(script)
    expect(text).toContain('CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\n')
    expect(text.includes('nested')).toBe(!bubblewrap().features.disableUserNamespaces)
  })

  test('is bounded in what it writes, opens and computes', async () => {
    const limits = { fileSize: 1024 * 1024, openFiles: 20, cpu: 7 }
    const script = 'ulimit -c; ulimit -n; ulimit -t; ulimit -f; ulimit -n 30 || echo held; head -c 2M /dev/zero > large; stat -c %s large' // prettier-ignore
    const { text } = await inside(script, { limits })
    expect(text).toBe('0\n20\n7\n1024\nheld\n1048576\n')
  })

  test('is bounded in what its private folders take', async () => {
    const script = 'for at in /tmp /var/tmp /dev/shm "$HOME"; do head -c 3M /dev/zero > "$at/large"; stat -c %s "$at/large"; done 2>/dev/null' // prettier-ignore
    const { text } = await inside(script, { scratch: 1024 * 1024 }, { environment: { HOME: folder() } }) // prettier-ignore
    const most = bubblewrap().features.size ? '1048576' : '3145728'
    expect(text).toBe(`${most}\n`.repeat(4))
  })

  test('has no terminal to type into', async () => {
    const { text } = await inside('ps -o sid= -p $$ | tr -d " "; echo > /dev/tty || echo none')
    expect(text).toMatch(/none\n$/)
  })

  test('ends with bubblewrap, also what left its session', async () => {
    const workspace = folder()
    const mark = crypto.randomUUID()
    const script = `setsid sh -c ': ${mark}; echo > ready; while :; do sleep 600; done' & wait`
    const start = { file: 'bash', arguments: ['-c', script], directory: workspace, environment: { PATH: path } } // prettier-ignore
    const { file, arguments: all, environment } = confinedStart(start, { writable: [workspace] }, bubblewrap()) // prettier-ignore
    const child = spawn(file, all, { env: environment, stdio: 'ignore' })
    await until(() => existsSync(join(workspace, 'ready')))
    expect(processesWith(mark).length).toBeGreaterThan(1)
    child.kill('SIGKILL')
    await until(() => processesWith(mark).length === 0)
  })
})

/** The processes of this machine with a text in their arguments. */
function processesWith(text: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text)
    } catch {
      return false
    }
  })
}
