import { signStatement, statementText, type Statement } from '../../credentials/statement.ts'
import { openBatch, waitingRows } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import { textFault } from '../../people/name.ts'
import { NONCE_LENGTH, protect, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { compact } from '../../spreadsheets/full-width.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { recordsOf } from '../records/read-record.ts'
import { ownName } from './own-name.ts'
import { ownNumber } from './own-number.ts'
import { ownPerson } from './own-person.ts'
import { badStatement, otherNumber } from './refusals.ts'
import { integrityStatements, sealedIntegrityStatements } from './schema.ts'

/** Characters of each of the two: the code has to stay one a phone reads from paper. */
export const MOST_WORDS = 30

export interface StatementAsked {
  /** Who will read it, and what for: it is good for nothing else. */
  readonly recipient: string
  readonly purpose: string
  /** As on the person's card: compared, and only its last four characters stand in the statement. */
  readonly idNumber: string
}

export interface MadeStatement {
  readonly statement: Statement
  /** What its QR code says. */
  readonly text: string
}

export const statementPlace = (id: string) => ({ column: 'integrity_statements.content', row: id }) as const

/**
 * Signs what the archive says of whoever asks, as of today: no record in its term, or one, and until when; never of what.
 * Nothing that comes later changes or takes back what it said of its day. Refuses `integrity/not-at-own-door`,
 * `/bad-statement`, `/other-number`.
 */
export async function makeStatement(ctx: Context, asked: StatementAsked): Promise<MadeStatement> {
  const personId = ownPerson(ctx)
  const recipient = line('出具给谁', asked.recipient)
  const purpose = line('用途', asked.purpose)
  return ctx.database.transaction(async (tx) => {
    const cardId = await ownNumber(ctx, tx, personId, asked.idNumber)
    if (cardId === null) throw otherNumber()
    const key = (await personKeys(ctx, tx, [personId])).get(personId) as PersonKey
    const [id, code] = [base64url(ctx.random(16)), base64url(ctx.random(16))]
    const statement: Statement = {
      issuer: ctx.config.publicOrigin,
      code,
      // As on the very card it will be held against.
      name: await ownName(ctx, tx, cardId),
      idTail: compact(asked.idNumber).toUpperCase().slice(-4),
      asOf: ctx.today(),
      madeAt: Math.floor(ctx.now().getTime() / 1000),
      recordedUntil: await recordedUntil(ctx, tx, personId),
      recipient,
      purpose,
    }
    const signed = signStatement(ctx.keyring.certificates, statement)
    const batch = await openBatch(ctx, tx)
    const content = protect(key, statementPlace(id), signed, ctx.random(NONCE_LENGTH))
    const { rows } = sealRows(
      sealedIntegrityStatements,
      batch,
      [{ id, personId, code, content, statedOn: statement.asOf }],
      ctx.random(32),
    )
    await tx.insert(integrityStatements).values([...rows])
    await recordAct(ctx, tx, {
      act: 'integrity.own',
      officeId: null,
      subjects: [personId],
      about: id,
      facts: { what: 'stated', ...promised(batch, waitingRows(sealedIntegrityStatements, rows)) },
    })
    return { statement, text: statementText(statement, signed) }
  })
}

/** The last day of the term that ends last; null: none runs today. */
async function recordedUntil(ctx: Context, handle: Handle, personId: string) {
  const records = await recordsOf(ctx, handle, personId, ctx.today())
  return records
    .filter(({ state }) => state === 'in-term')
    .reduce<string | null>(
      (last, { endsOn }) => (endsOn !== null && endsOn > (last ?? '') ? endsOn : last),
      null,
    )
}

function line(field: string, typed: string): string {
  const text = typed.trim()
  const length = Array.from(text).length
  if (length < 2 || length > MOST_WORDS) throw badStatement(field, `应为 2 到 ${MOST_WORDS} 个字`)
  if (textFault(text) !== null) throw badStatement(field, '含有不能打印的字符')
  return text
}
