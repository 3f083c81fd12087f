/** What lies at a path of the workspace. */
export type Look =
  | {
      readonly found: 'file'
      /** Size of the file. */
      readonly bytes: number
      /** SHA-256 of its content, hexadecimal. */
      readonly hash: string
      /** Its content as UTF-8; null when it is larger than what is read. */
      readonly text: string | null
    }
  | { readonly found: 'folder' }
  | { readonly found: 'nothing' }
  /** It could not or must not be looked at; `reason` goes on behind the path: `leads out of the workspace`. */
  | { readonly found: 'unknown'; readonly reason: string }

/** Looks at files of one workspace and at nothing else. Resolves for every path; rejects only on a defect. */
export interface Files {
  /** `path` is relative to the workspace, with `/`. */
  look(path: string, signal: AbortSignal): Promise<Look>
}
