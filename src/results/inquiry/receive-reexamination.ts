import type { Day } from '../../calendar/day.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { sourceOf, type Source } from '../../cycles/source.ts'
import { calendarOfPlace } from '../../cycles/timing.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protectText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { confirmedDayOf } from '../document/confirmed-days.ts'
import { notOfACycle } from '../publicity/refusals.ts'
import { checkedPastDay, checkedWords } from './checked.ts'
import { judgeReexamination, type Judged, type ReexaminationScope } from './reexamination.ts'
import { rowNamed, type NamedOnList } from './row-named.ts'
import { reexaminations, sealedReexaminations } from './schema.ts'

export interface ReceivedReexamination extends Judged {
  readonly id: string
  /** What the time and scope rest on; null where no source states them. */
  readonly source: Source | null
}

/**
 * Enters a written request to look again as it arrived. One that came late or is about anything but procedure and
 * overlooked papers is entered as 不予受理: the person must be told. Refuses `results/row-not-found`, `/bad-inquiry`,
 * `/not-of-a-cycle`.
 */
export async function receiveReexamination(
  ctx: Context,
  input: NamedOnList & {
    readonly scope: ReexaminationScope
    readonly text: string
    /** The day the paper came in. */
    readonly receivedOn: Day
  },
): Promise<ReceivedReexamination> {
  const text = checkedWords('申请理由', input.text, 5, 2_000)
  const receivedOn = checkedPastDay('收到日期', input.receivedOn, ctx.today())
  return ctx.database.transaction(async (tx) => {
    const { rowId, key, cycle, officeId } = await rowNamed(ctx, tx, input)
    if (cycle === null) throw notOfACycle(input.listId)
    const { reexamination } = await policyOfCycle(tx, cycle)
    const { personId } = key
    const confirmedOn =
      (await confirmedDayOf(tx, { cycleId: cycle.id, rowId, personId })) ?? (await stepDay(tx, cycle.id))
    const judged = judgeReexamination(
      calendarOfPlace(cycle.place),
      reexamination.kind === 'unspecified' ? null : reexamination.value,
      { scope: input.scope, receivedOn, confirmedOn },
    )
    const id = base64url(ctx.random(16))
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedReexaminations,
      record,
      [
        {
          id,
          cycleId: cycle.id,
          rowId,
          personId,
          scope: input.scope,
          text: protectText(key, reexaminationPlace(id), text, ctx.random(NONCE_LENGTH)),
          receivedOn,
          confirmedOn,
          lastDay: judged.lastDay,
          receipt: judged.receipt,
          enteredOn: ctx.today(),
          enteredBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(reexaminations).values([...rows])
    await recordAct(ctx, tx, {
      act: 'results.inquire',
      officeId,
      about: id,
      subjects: [personId],
      facts: { what: 'reexamination', receipt: judged.receipt },
    })
    await appendEntries(tx, [
      {
        type: 'reexamination.entered',
        record,
        day: ctx.today(),
        seals: { reexaminations: sealRoot },
        facts: { receipt: judged.receipt },
      },
    ])
    return { id, ...judged, source: sourceOf(reexamination) }
  })
}

/** Of a confirmation that names nobody: the step's own day. */
const stepDay = async (tx: Transaction, cycleId: string): Promise<Day | null> =>
  (await eventsOf(tx, cycleId)).findLast(({ step }) => step === 'result-confirmation')?.day ?? null

export const reexaminationPlace = (id: string) => ({ column: 'reexaminations.text', row: id }) as const
