/** What a confined process may reach. Everything else of the machine's files is not there. */
export interface Reach {
  /** Folders that it may write, absolute, with symbolic links resolved. Default: none. */
  readonly writable?: readonly string[]
  /** Files and folders that it may read beside the system's, absolute. What is missing is left out. Default: none. */
  readonly readable?: readonly string[]
  /** Files and folders within the writable ones that it may read only, absolute; what is missing cannot be kept from being made. Default: none. */
  readonly guarded?: readonly string[]
  /** Whether it has the machine's network, the loopback included. Default false. */
  readonly network?: boolean
  /** Bytes of memory that each of its private folders may take: /tmp, /var/tmp, /dev/shm and the home. Default 1 GiB. */
  readonly scratch?: number
  readonly limits?: Partial<ResourceLimits>
}

/** What the system lets each confined process take (setrlimit(2)). A lower limit that is in force already stays. */
export interface ResourceLimits {
  /** Processes and threads of the user at once; the system does not hold root to it. Default 4096. */
  readonly processes: number
  /** Files that a process has open. Default 65,536. */
  readonly openFiles: number
  /** Bytes of a file that it writes. Default 16 GiB. */
  readonly fileSize: number
  /** Seconds of processor time of one process. Default: not bounded; the timeout of a command holds. */
  readonly cpu: number
}

export const defaultScratch: number = 1024 ** 3

export const defaultLimits: ResourceLimits = {
  processes: 4096,
  openFiles: 65_536,
  fileSize: 16 * 1024 ** 3,
  cpu: Infinity,
}

/** How much of confinement a result had: `bubblewrap`, or with the network `bubblewrap+network`. */
export function levelOf({ network = false }: Reach): string {
  return network ? 'bubblewrap+network' : 'bubblewrap'
}
