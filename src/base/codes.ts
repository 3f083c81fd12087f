/**
 * Every error that goap throws: what it says in general and what to try.
 * A test checks that each has a section in docs/errors.md and a case that produces it.
 */
export const errorCodes = {
  'sandbox/bad-script': {
    says: 'A script was given to the sandbox in a way that cannot be.',
    hint: 'Correct what the message names.',
  },
  'sandbox/bad-options': {
    says: 'A sandbox was opened in a way that cannot be.',
    hint: 'Correct what the message names.',
  },
  'sandbox/unknown-backend': {
    says: 'A backend of the sandbox is named that there is not.',
    hint: 'There are wasm, quickjs, process, isolated-vm and hybrid.',
  },
  'sandbox/no-backend': {
    says: 'No backend that may be used can run the script here.',
    hint: 'See `goap sandbox health` for what works here and what is missing.',
  },
  'sandbox/backend-failed': {
    says: 'A backend of the sandbox failed, for no fault of the script.',
    hint: 'Try again; `goap sandbox health` says how it is. If it stays so, name another backend.',
  },
  'sandbox/busy': {
    says: 'More scripts wait for the sandbox than may.',
    hint: 'Start fewer at once, or raise `pool.queue` or `pool.size`.',
  },
  'sandbox/closed': {
    says: 'The sandbox was closed before the script ran.',
    hint: 'Open another, or close it later; `close({ drain: true })` lets end what waits.',
  },
  'wasm/bad-module': {
    says: 'Bytes are no WebAssembly module, or use something of WebAssembly that goap does not know.',
    hint: 'Compile it for WebAssembly 2.0 (MVP, SIMD, bulk memory, reference types), without GC types or 64-bit memories.',
  },
  'wasm/over-limit': {
    says: 'A WebAssembly module asks for more memory or larger tables from the start than it may have.',
    hint: 'Compile it with a smaller initial memory, or allow it more.',
  },
  'documents/too-large': {
    says: 'A document is larger than goap reads.',
    hint: 'Split it, or raise the limit with `maximumBytes`.',
  },
  'documents/not-text': {
    says: 'A file is binary, not a text document.',
    hint: 'Name a Markdown file.',
  },
  'documents/bad-import': {
    says: 'A file of another tool cannot be taken as a plan.',
    hint: 'Correct the place that is named; docs/guide.md says what is taken from it.',
  },
  'graph/unknown-task': {
    says: 'No task has that id or key.',
    hint: 'See `goap graph FILE` for the tasks there are.',
  },
  'graph/unknown-phase': {
    says: 'No phase has that title, key or number.',
    hint: 'See `goap graph FILE` for the phases there are.',
  },
  'graph/ambiguous-task': {
    says: 'Several tasks have that id.',
    hint: 'Name the document too: `document#task`.',
  },
  'graph/cycle': {
    says: 'Tasks wait for each other in a circle.',
    hint: 'Remove one of the dependencies that the path shows.',
  },
  'planner/bad-number': {
    says: 'A cost is negative, or a number of a planning task is not finite or too large.',
    hint: 'Numbers are finite and below 2^53; costs are 0 or more.',
  },
  'planner/endless-grounding': {
    says: 'A planning task has too many actions when its parameters are replaced by objects.',
    hint: 'Narrow the parameters by types or by conditions on facts that do not change.',
  },
  'planner/too-large': {
    says: 'A file in PDDL is too large to be read.',
    hint: 'Split the task.',
  },
  'planner/too-many-variants': {
    says: 'The conditions of an action or goal have too many alternatives.',
    hint: 'Split the action, or write the condition with fewer alternatives.',
  },
  'planner/unsupported-number': {
    says: 'A planning task calculates with numbers in a way that cannot be planned with.',
    hint: 'Change numbers by constants, or by functions that no action changes.',
  },
  'planner/bad-plan': {
    says: 'A file with a plan cannot be read.',
    hint: 'Write an action in brackets in each line: (action object …); comments begin with ;.',
  },
  'sqlite/cannot-open': {
    says: 'The database file cannot be opened.',
    hint: 'Check that the folder exists and can be written, or choose another with --state.',
  },
  'sqlite/corrupt': {
    says: 'The database file is damaged or not a database.',
    hint: 'Move it away and start again; nothing was overwritten.',
  },
  'sqlite/newer': {
    says: 'The database was written by a newer goap.',
    hint: 'Update goap, or choose another folder with --state.',
  },
  'sqlite/full': {
    says: 'The disk is full or the file cannot grow.',
    hint: 'Make room, then `goap resume`.',
  },
  'journal/fenced': {
    says: 'Another process has taken this run over.',
    hint: 'Let that process go on; `goap status` shows it.',
  },
  'journal/held': {
    says: 'Another live process executes this run.',
    hint: 'Wait for it, or cancel it with `goap cancel`.',
  },
  'journal/run-exists': {
    says: 'There is a run with that id already.',
    hint: 'Choose another --run-id, or leave it out.',
  },
  'journal/unknown-run': {
    says: 'There is no such run.',
    hint: 'See `goap runs` for the runs there are.',
  },
  'journal/gap': {
    says: 'The events of a run are not numbered without a gap.',
    hint: 'The journal was changed from outside; keep the file for a report.',
  },
  'journal/duplicate-result': {
    says: 'A task has a result for this round already.',
    hint: 'A defect of the engine: please report it.',
  },
  'commands/not-confined': {
    says: 'A command may run only confined, and nothing can be confined here.',
    hint: 'Install bubblewrap, or run without by `--confine off`.',
  },
  'commands/no-shell': {
    says: 'No shell was found to run a command.',
    hint: 'goap runs commands with /bin/sh.',
  },
  'commands/outside-workspace': {
    says: 'A command would run in a folder outside the workspace.',
    hint: 'Name a folder inside the workspace; symbolic links count as where they lead.',
  },
  'commands/no-directory': {
    says: 'The folder that a command should run in does not exist.',
    hint: 'Make the folder first, or name another.',
  },
  'agents/bad-definition': {
    says: 'A file that means to define an agent cannot be understood.',
    hint: 'See docs/agents.md for the keys that there are.',
  },
  'run/finished': {
    says: 'The run has finished.',
    hint: 'Execute the document again for another run.',
  },
  'run/no-plan': {
    says: 'No plan leads to the goal.',
    hint: '`goap plan FILE --why-not` says what is missing.',
  },
  'run/no-question': {
    says: 'Nothing is asked there.',
    hint: 'See `goap status RUN` for what waits.',
  },
  'run/documents-changed': {
    says: 'The documents of an unfinished run have changed since it began.',
    hint: 'Go on with --on-edit replan or --on-edit ignore, or start afresh with --new.',
  },
  'run/unfinished': {
    says: 'Options that only a new run can take were given, and a run of these documents is not finished.',
    hint: 'Go on with it by `goap resume`, or abandon it with --new.',
  },
  'run/overlap': {
    says: 'An unfinished run has some of these documents, but not the same set.',
    hint: 'Resume it with `goap resume`, or abandon it with --new.',
  },
  'run/document-errors': {
    says: 'A document has errors.',
    hint: 'See `goap check`; --despite-errors runs what they do not concern.',
  },
  'cli/bad-option': {
    says: 'An option has a value that it cannot take.',
    hint: 'See `goap help COMMAND`.',
  },
  'workspace/missing-file': { says: 'A file or folder does not exist.', hint: 'Check the path.' },
  'workspace/bad-baseline': {
    says: 'A file of known findings is damaged or of another kind.',
    hint: 'Write it anew with --write-baseline, or name another file.',
  },
  'cli/no-baseline': {
    says: 'The file of known findings does not exist.',
    hint: 'Write it with --write-baseline, or correct its name.',
  },
  'cli/unknown-code': {
    says: 'There is no error and no finding with that code.',
    hint: '`goap explain` lists all codes.',
  },
  'cli/unknown-help': {
    says: 'There is no command and no topic of that name.',
    hint: '`goap help` lists all of them.',
  },
  'workspace/no-markers': {
    says: 'A file has no markers between which the table of plans could stand.',
    hint: 'Write <!-- goap:status --> and <!-- /goap:status --> where it is to stand.',
  },
  'workspace/not-readable': {
    says: 'A file or folder cannot be read.',
    hint: 'Check its permissions.',
  },
  'workspace/unknown-gate': {
    says: 'No gate, criterion, phase or task with a gate has that name.',
    hint: 'See `goap gates FILE` for the gates there are.',
  },
  'workspace/not-writable': {
    says: 'A document cannot be written.',
    hint: 'Check its permissions and the space on the disk, or use --no-write.',
  },
  'workspace/no-goal': {
    says: 'What is to be planned is not one goal document.',
    hint: 'Name a document with a goal and actions; docs/goal-format.md shows one.',
  },
  'workspace/no-plan': {
    says: 'None of the files is a plan.',
    hint: 'A plan has tasks, phases or gates; `goap check FILE` says what was found.',
  },
  'workspace/unfit-folder': {
    says: 'A folder is no place for one project.',
    hint: 'Go to the folder of a project, or use --force if you mean this one.',
  },
  'workspace/unknown-agent': {
    says: 'An agent is named that nothing defines.',
    hint: 'See `goap agents` for the agents there are.',
  },
  'workspace/bad-answers': {
    says: 'A file of answers is not as it should be.',
    hint: '`goap answers FILE` prints one to begin with.',
  },
  'workspace/bad-configuration': {
    says: 'The configuration is not as it should be.',
    hint: 'See docs/guide.md for what it may hold.',
  },
} as const satisfies Record<`${string}/${string}`, { readonly says: string; readonly hint: string }>

/** A code of the table, such as `journal/fenced`. */
export type ErrorCode = keyof typeof errorCodes
