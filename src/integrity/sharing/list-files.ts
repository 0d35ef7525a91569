import { desc } from 'drizzle-orm'
import { dayNumber, type Day } from '../../calendar/day.ts'
import { authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { ANSWER_WITHIN_DAYS, type ExchangeKind } from './exchange.ts'
import { filesOf, type KnownFile } from './find-copies.ts'
import { exchangeFiles } from './schema.ts'

/** A file as a desk lists it. */
export interface ListedFile {
  readonly exchangeId: string
  readonly officeId: string
  readonly sequence: number
  readonly kind: ExchangeKind
  readonly madeOn: Day
  readonly lines: number
  readonly answer: KnownFile['answer']
  readonly rejected: number
  /** Not answered for so long that it is to be sent again. */
  readonly isOverdue: boolean
}

const MOST = 100

/** The files within reach, the newest first, at most 100 of an office. Refuses `identity/not-allowed`. */
export async function listFiles(ctx: Context): Promise<readonly ListedFile[]> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'integrity.see')
  const offices = await officesFor(ctx, read, 'integrity.see')
  const found = await read
    .selectDistinct({ officeId: exchangeFiles.officeId })
    .from(exchangeFiles)
    .where(inScope(offices, exchangeFiles.officeId))
    .orderBy(desc(exchangeFiles.officeId))
  const listed: ListedFile[] = []
  for (const { officeId } of found)
    for (const file of (await filesOf(read, officeId)).toReversed().slice(0, MOST))
      listed.push(shown(file, ctx.today()))
  return listed
}

export function shown({ row, events, answer, rejected }: KnownFile, today: Day): ListedFile {
  const { id: exchangeId, officeId, sequence, kind, madeOn, lines } = row
  const sent = events.findLast((event) => event.kind === 'sent')?.happenedOn
  const waits = answer === null && sent !== undefined ? dayNumber(today) - dayNumber(sent) : 0
  return {
    exchangeId,
    officeId,
    sequence,
    kind,
    madeOn,
    lines: lines.length,
    answer,
    rejected: rejected.size,
    isOverdue: waits > ANSWER_WITHIN_DAYS,
  }
}
