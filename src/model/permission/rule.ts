/** A kind of command that destroys, publishes, or reaches beyond the workspace. */
export interface Rule {
  /** Names of programs, with `*` for any ending. */
  readonly programs: string
  /** Sub-commands, several separated by `|`; each is one or more words. Default: none needed. */
  readonly subcommand?: string
  /** Options, any one of which makes it dangerous: a letter may stand in a cluster, a long name may be cut short. */
  readonly flags?: string
  /** Any argument that makes it dangerous. */
  readonly argument?: RegExp
  /** Exact words that make it harmless. */
  readonly unless?: string
  readonly reason: string
}
