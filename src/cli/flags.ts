/** Options that several commands share; commander gives them by their names. */
export interface StateOption {
  readonly state?: string
}

export interface ConfineOptions {
  readonly confine?: 'require' | 'prefer' | 'off'
  readonly network?: boolean
}

export interface ExecuteFlags extends StateOption, ConfineOptions {
  readonly dryRun?: boolean
  readonly concurrency?: number
  readonly write: boolean
  readonly yes?: boolean
  readonly allow: readonly string[]
  readonly strict?: boolean
  readonly again?: true | readonly string[]
  readonly new?: boolean
  readonly despiteErrors?: boolean
  readonly json?: boolean
  readonly only?: readonly string[]
  readonly from?: readonly string[]
  readonly until?: readonly string[]
  readonly phase?: readonly string[]
  readonly failFast?: boolean
  readonly continue?: boolean
  readonly contingencies: boolean
  readonly onEdit?: 'stop' | 'ignore' | 'replan'
  readonly durability?: 'normal' | 'full'
  readonly runId?: string
  readonly maxReplans?: number
  readonly answers?: string
  /** `NAME`, or `NAME:FILE`. */
  readonly reporter?: readonly string[]
}
