import { inArray } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { compact } from '../spreadsheets/full-width.ts'
import { ID_DOCUMENT_TYPES } from './id-document.ts'
import { readIdNumber } from './id-number.ts'
import { matchingName } from './name.ts'
import { openPersonKey, revealText } from './protect.ts'
import { persons } from './schema.ts'

/**
 * Ids of whom this number, of whatever document and however typed, and this name both belong to; usually one or none.
 * Who asks must be allowed to: it tells that we know somebody.
 */
export async function personsByNumber(
  ctx: Context,
  handle: Handle,
  { name, idNumber }: { readonly name: string; readonly idNumber: string },
): Promise<readonly string[]> {
  const { fields } = ctx.keyring
  const rows = await rowsOfNumber(ctx, handle, idNumber)
  return rows
    .filter(({ id, wrapped, name: sealed }) => {
      const known = revealText(
        openPersonKey(fields, id, wrapped),
        { column: 'persons.name', row: id },
        sealed,
      )
      return matchingName(known) === matchingName(name)
    })
    .map(({ id }) => id)
}

/** Ids of whom this number belongs to, under whatever name. Who asks must be allowed to. */
export const personsOfNumber = async (
  ctx: Context,
  handle: Handle,
  idNumber: string,
): Promise<readonly string[]> => (await rowsOfNumber(ctx, handle, idNumber)).map(({ id }) => id)

function rowsOfNumber(ctx: Context, handle: Handle, idNumber: string) {
  const { fields } = ctx.keyring
  const typed = compact(idNumber).toUpperCase()
  // Fifteen digits and the eighteen they stand for are one person.
  const read = readIdNumber(typed, ctx.today())
  const numbers = [...new Set([typed, 'fault' in read ? typed : read.full])]
  const indexes = ID_DOCUMENT_TYPES.flatMap((type) =>
    numbers.map((number) => fields.blindIndex(`${type}|${number}`)),
  )
  return handle
    .select({ id: persons.id, wrapped: persons.wrappedKey, name: persons.name })
    .from(persons)
    .where(inArray(persons.blindIndex, indexes))
}
