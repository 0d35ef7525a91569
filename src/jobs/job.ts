import type { Act } from '../identity/act.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'

/** `waiting` for somebody to take it up, or `running` under a lease; the other three are its end. */
export type JobStatus = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

export type JobData = Readonly<Record<string, unknown>>

/** Long work as its starter and their office see it. Nothing in it names a person. */
export interface Job {
  readonly id: string
  readonly kind: string
  readonly officeId: string
  /** Who started it: 'account:…', 'client:…', 'console:…'. */
  readonly startedBy: string
  readonly status: JobStatus
  readonly done: number
  /** 0 until it is known. */
  readonly total: number
  readonly attempts: number
  readonly isCancelling: boolean
  /** What it answered when done. */
  readonly result: JobData | null
  /** Why it failed: a refusal's code and message, or `jobs/broken`. */
  readonly problem: { readonly code: string; readonly detail: string } | null
  readonly startedAt: Date
  readonly endedAt: Date | null
}

export const hasEnded = ({ status }: Pick<Job, 'status'>): boolean =>
  status === 'done' || status === 'failed' || status === 'cancelled'

/** One sort of long work: declared by the capability that does it, run by whichever process takes it up. */
export interface JobKind {
  /** 'lists.import' */
  readonly kind: string
  readonly zh: string
  /** What the starter must be allowed at the job's office: asked again each time the job is taken up. */
  readonly needs: Act
  /**
   * Does the work as the one who started it; what it answers is the job's result. May be called again after a crash,
   * so each of its transactions begins with `holdLease` or ends with `keep`.
   */
  act(ctx: Context, job: RunningJob): Promise<Record<string, unknown>>
  /** What it did, for the people at the desk, and where that is shown; left out where there is nothing to see. */
  outcome?(result: JobData): { readonly words: string; readonly href: string; readonly link: string }
}

/** A job in the hands of the process that holds its lease. */
export interface RunningJob {
  readonly id: string
  readonly officeId: string
  readonly input: JobData
  /** What `keep` stored last, by whichever process; null at the first attempt. */
  readonly state: JobData | null
  /** Shown within half a second; costs nothing to call often, also inside a transaction. */
  progress(done: number, total: number): void
  /** Somebody asked for the end: leave things whole and throw `jobCancelled()`, or finish if little is left. */
  cancelled(): boolean
  /**
   * Step: nobody else takes the job up before this transaction ends. Refuses `jobs/lease-lost` when somebody already
   * has, and `jobs/cancelled` when the end was asked for: what the transaction did must not be committed.
   */
  holdLease(tx: Transaction): Promise<void>
  /** Step: `holdLease`, and remembers where to go on after a crash, together with what was done until there. */
  keep(tx: Transaction, state: JobData): Promise<void>
  /** The file that was handed in, decrypted. */
  file(): Promise<Uint8Array>
}
