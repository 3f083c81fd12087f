import type { Limits } from './script.ts'

export type PresetName = 'restrictive' | 'default' | 'permissive'

const mebibyte = 1024 * 1024

/** Bounds to choose from: for what nobody has seen, for the scripts of a project, for long computations. */
export const presets: Readonly<Record<PresetName, Limits>> = {
  restrictive: {
    fuel: 10_000_000,
    wall: 1_000,
    memory: 8 * mebibyte,
    stack: 128 * 1024,
    output: 64 * 1024,
    hostCalls: 100,
    value: 256 * 1024,
  },
  default: {
    fuel: 1_000_000_000,
    wall: 5_000,
    memory: 32 * mebibyte,
    stack: 256 * 1024,
    output: 1 * mebibyte,
    hostCalls: 1_000,
    value: 1 * mebibyte,
  },
  permissive: {
    fuel: Infinity,
    wall: 60_000,
    memory: 256 * mebibyte,
    stack: 512 * 1024,
    output: 8 * mebibyte,
    hostCalls: 100_000,
    value: 16 * mebibyte,
  },
}

/** A preset with some bounds changed. Default: the preset `default`. */
export function limitsOf(
  preset: PresetName = 'default',
  ...changes: readonly (Partial<Limits> | undefined)[]
): Limits {
  return Object.assign({}, presets[preset], ...changes)
}
