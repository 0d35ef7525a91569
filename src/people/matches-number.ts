import { inArray } from 'drizzle-orm'
import type { Day } from '../calendar/day.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { equalBytes } from '../signing/bytes.ts'
import { compact } from '../spreadsheets/full-width.ts'
import { readIdNumber } from './id-number.ts'
import { persons } from './schema.ts'

/**
 * Whether `idNumber`, however it is typed and with 15 digits or 18, is the person's. The only answer is yes or no, and
 * the number itself stays sealed.
 */
export async function matchesNumber(
  ctx: Context,
  handle: Handle,
  personId: string,
  idNumber: string,
): Promise<boolean> {
  return (await matchNumbers(ctx, handle, [{ personId, idNumber }]))[0] ?? false
}

/** The same for many, in one question for a thousand of them; in the order asked. */
export async function matchNumbers(
  ctx: Context,
  handle: Handle,
  asked: readonly { readonly personId: string; readonly idNumber: string }[],
): Promise<readonly boolean[]> {
  const ids = [...new Set(asked.map(({ personId }) => personId))]
  const known = new Map<string, Indexed>()
  for (let from = 0; from < ids.length; from += 1000) {
    const rows = await handle
      .select({ id: persons.id, idType: persons.idType, blindIndex: persons.blindIndex })
      .from(persons)
      .where(inArray(persons.id, ids.slice(from, from + 1000)))
    for (const row of rows) known.set(row.id, row)
  }
  return asked.map(({ personId, idNumber }) => isNumberOf(ctx, known.get(personId), idNumber))
}

type Indexed = Pick<typeof persons.$inferSelect, 'idType' | 'blindIndex'>

function isNumberOf(ctx: Context, person: Indexed | undefined, idNumber: string): boolean {
  const { idType, blindIndex } = person ?? {}
  if (!blindIndex || !idType) return false
  return formsOf(compact(idNumber).toUpperCase(), ctx.today()).some((form) =>
    equalBytes(blindIndex, ctx.keyring.fields.blindIndex(`${idType}|${form}`)),
  )
}

/** A number as it is typed, and the same number in the other length it may be registered in. */
function formsOf(number: string, today: Day): readonly string[] {
  const read = readIdNumber(number, today)
  if ('fault' in read) return [number]
  if (number.length === 15) return [number, read.full]
  const short = number.slice(0, 6) + number.slice(8, 17)
  const long = readIdNumber(short, today)
  return 'fault' in long || long.full !== number ? [number] : [number, short]
}
