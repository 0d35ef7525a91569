import { performance } from 'node:perf_hooks'

/** How many were done, where getting ready for them each time is no part of the work. */
export interface Timed {
  readonly done: number
  readonly milliseconds: number
}

/** Something that can be done again and again; answers how many it did. */
export type Work = () => number | Timed | Promise<number | Timed>

/** One row of the bench: a figure beside the limit nature sets it, measured in the same run. */
export interface BenchRow {
  readonly name: string
  readonly what: string
  /** What the limit does. */
  readonly limit: string
  /** The ratio (figure over limit) the design asks for. */
  readonly target: number
  /** Sets the stage once; `figure` and `limit` are then timed in turn. */
  prepare(
    setting: BenchSetting,
  ): Promise<{ figure: Work; limit: Work; remark?(): string; close?(): Promise<void> }>
}

export interface BenchSetting {
  readonly quick: boolean
  /** Sizes that take many minutes to set up. */
  readonly full: boolean
  readonly databaseUrl: string | null
}

export interface Measured {
  readonly name: string
  readonly what: string
  readonly limit: string
  /** A second, medians over the rounds. */
  readonly figurePerSecond: number
  readonly limitPerSecond: number
  /** Median of the rounds' own ratios: the machine's speed drifts, neighbours in time drift together. */
  readonly ratio: number
  readonly target: number
  /** What else was asked for, and measured meanwhile. */
  readonly remark: string | null
}

const ROUNDS = 5
const ROUND_MS = 400
const QUICK_ROUND_MS = 120

export async function measure(row: BenchRow, setting: BenchSetting): Promise<Measured> {
  const stage = await row.prepare(setting)
  try {
    const milliseconds = setting.quick ? QUICK_ROUND_MS : ROUND_MS
    await rate(stage.figure, milliseconds / 4)
    await rate(stage.limit, milliseconds / 4)
    const rounds: { figure: number; limit: number }[] = []
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({
        figure: await rate(stage.figure, milliseconds),
        limit: await rate(stage.limit, milliseconds),
      })
    return {
      name: row.name,
      what: row.what,
      limit: row.limit,
      figurePerSecond: median(rounds.map(({ figure }) => figure)),
      limitPerSecond: median(rounds.map(({ limit }) => limit)),
      ratio: median(rounds.map(({ figure, limit }) => figure / limit)),
      target: row.target,
      remark: stage.remark?.() ?? null,
    }
  } finally {
    await stage.close?.()
  }
}

/** How many a second, working for at least `milliseconds`. */
async function rate(work: Work, milliseconds: number): Promise<number> {
  let done = 0
  let elapsed = 0
  while (elapsed < milliseconds) {
    const started = performance.now()
    const did = await work()
    done += typeof did === 'number' ? did : did.done
    elapsed += typeof did === 'number' ? performance.now() - started : did.milliseconds
  }
  return (done / elapsed) * 1000
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
