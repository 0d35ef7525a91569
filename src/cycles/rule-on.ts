import { eq, max } from 'drizzle-orm'
import { authorise } from '../identity/authorise.ts'
import { distinctTitles } from '../identity/power.ts'
import { requirePower } from '../identity/require-power.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import type { LevelCode } from '../titles/level.ts'
import { recordAct } from '../trail/record-act.ts'
import { checkedGround } from './checked.ts'
import { committeeNotFound, cycleNotFound, ownRegistration } from './refusals.ts'
import { holdCycle } from './require-step.ts'
import { cycleRulings, reviewCommittees, reviewCycles, sealedCycleRulings } from './schema.ts'

/** What the filing authority says, on a stated ground. */
export interface Ruling {
  readonly subject: 'committee' | 'cycle'
  readonly subjectId: string
  /** Of a committee: filed; of a cycle: in the plan. */
  readonly granted: boolean
  readonly ground: string
}

/**
 * The filing authority files a committee, or takes a cycle into the year's plan, or says no; a later word holds
 * instead. Never by whoever registered it. Refuses `cycles/own-registration`, `cycles/bad-ground`,
 * `cycles/committee-not-found`, `cycles/cycle-not-found`, `cycles/cycle-withdrawn`, `identity/no-power`.
 */
export async function ruleOn(ctx: Context, input: Ruling): Promise<void> {
  const { subject, subjectId, granted } = input
  const ground = checkedGround(input.ground)
  const record = entryRecord(ctx.random(16))
  await ctx.database.transaction(async (tx) => {
    const missing = subject === 'committee' ? committeeNotFound(subjectId) : cycleNotFound(subjectId)
    const authorityId = await filingAuthorityOf(tx, input)
    if (authorityId === null) throw missing
    await authorise(ctx, tx, 'cycles.file', authorityId, missing)
    const of = await held(tx, input)
    if (isOwn(ctx, of)) throw ownRegistration()
    await requirePower(
      tx,
      authorityId,
      'file',
      ...distinctTitles(of.levels.flatMap((level) => poweredBy(of, level))),
    )

    const [newest] = await tx
      .select({ position: max(cycleRulings.position) })
      .from(cycleRulings)
      .where(eq(cycleRulings.subjectId, subjectId))
    const { rows, sealRoot } = sealRows(
      sealedCycleRulings,
      record,
      [
        {
          id: base64url(ctx.random(16)),
          subject,
          subjectId,
          position: (newest?.position ?? 0) + 1,
          granted,
          ground,
          ruledOn: ctx.today(),
          ruledBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(cycleRulings).values([...rows])
    await recordAct(ctx, tx, {
      act: 'cycles.file',
      officeId: authorityId,
      about: subjectId,
      facts: { subject, granted },
    })
    await appendEntries(tx, [
      {
        type: 'cycle.ruled',
        record,
        day: ctx.today(),
        seals: { cycle_rulings: sealRoot },
        facts: { subject, granted },
      },
    ])
  })
}

interface Held {
  readonly registeredBy: string
  readonly registeredPersonId: string | null
  readonly levels: readonly LevelCode[]
  readonly series: readonly string[] | null
  readonly year: number
}

async function filingAuthorityOf(tx: Transaction, { subject, subjectId }: Ruling): Promise<string | null> {
  const table = subject === 'committee' ? reviewCommittees : reviewCycles
  const [row] = await tx
    .select({ authorityId: table.filingAuthorityId })
    .from(table)
    .where(eq(table.id, subjectId))
  return row?.authorityId ?? null
}

/** What is ruled on, held until commit: two rulings get two positions. */
async function held(tx: Transaction, { subject, subjectId }: Ruling): Promise<Held> {
  if (subject === 'cycle') {
    const [row] = await tx.select().from(reviewCycles).where(eq(reviewCycles.id, subjectId)).for('update')
    if (row) {
      await holdCycle(tx, row.id)
      return row
    }
  } else {
    const [row] = await tx
      .select()
      .from(reviewCommittees)
      .where(eq(reviewCommittees.id, subjectId))
      .for('update')
    if (row) return { ...row, year: Number(row.validFrom.slice(0, 4)) }
  }
  throw new Error(`${subject} ${subjectId} was there a moment ago`)
}

// Every series needs a power over every series; no series bears the empty name.
const poweredBy = ({ series, year }: Held, level: LevelCode) =>
  (series ?? ['']).map((name) => ({ level, series: name, year }))

const isOwn = ({ actor }: Context, { registeredBy, registeredPersonId }: Held): boolean =>
  actor.kind !== 'console' &&
  (actor.name === registeredBy || (actor.personId !== null && actor.personId === registeredPersonId))
