/** `goap` in ASCII: whose file it is. */
export const application = 0x676f6170

/** The tables of the journal, version by version. A version that has been released is never changed. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE kept (
    hash TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE runs (
    run TEXT PRIMARY KEY,
    documents TEXT NOT NULL,
    status TEXT NOT NULL,
    started INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    events INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    holder TEXT,
    heartbeat INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE events (
    run TEXT NOT NULL REFERENCES runs (run),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (run, seq)
  ) WITHOUT ROWID;

  CREATE TABLE results (
    run TEXT NOT NULL,
    generation INTEGER NOT NULL,
    task TEXT NOT NULL,
    round INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    definition TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (task, run, generation, round)
  ) WITHOUT ROWID;

  CREATE TABLE signals (
    id TEXT NOT NULL UNIQUE,
    run TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    sender TEXT NOT NULL,
    at INTEGER NOT NULL,
    received INTEGER NOT NULL
  );
  CREATE INDEX signals_by_run ON signals (run, received);

  CREATE TABLE processes (
    run TEXT NOT NULL,
    subject TEXT NOT NULL,
    pgid INTEGER NOT NULL,
    started INTEGER,
    boot TEXT
  );
  CREATE INDEX processes_by_run ON processes (run);

  CREATE TABLE cursors (
    run TEXT NOT NULL,
    listener TEXT NOT NULL,
    next INTEGER NOT NULL,
    PRIMARY KEY (run, listener)
  ) WITHOUT ROWID;
  `,
]
