import { readFileSync } from 'node:fs'

/** The type of the file system as Linux tells it; null elsewhere. */
export function fileSystemOf(path: string, mounts?: string): string | null {
  try {
    const table = mounts ?? readFileSync('/proc/self/mountinfo', 'utf8')
    let best: { readonly point: string; readonly kind: string } | null = null
    for (const line of table.split('\n')) {
      const [before = '', after = ''] = line.split(' - ')
      const point = (before.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8))) // prettier-ignore
      const isAbove = point === '/' || path === point || path.startsWith(`${point}/`)
      if (point === '' || !isAbove || point.length < (best?.point.length ?? 0)) continue
      best = { point, kind: after.split(' ')[0] ?? '' }
    }
    return best?.kind ?? null
  } catch {
    return null
  }
}
