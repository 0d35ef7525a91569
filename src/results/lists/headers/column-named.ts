import { headerName, headerNames } from '../../../spreadsheets/table.ts'
import type { HeaderMapping, ListKind } from '../../../spreadsheets/table.ts'
import { badHeader, badMapping, headerKnown, unknownColumn } from './refusals.ts'

const MOST_CHARACTERS = 50

/** A header and the key of the column it is said to be. Refuses what cannot be said. */
export function columnNamed(
  kind: ListKind<string>,
  header: string,
  column: string,
): { readonly header: string; readonly column: string } {
  const name = headerName(header)
  if (name === '' || Array.from(name).length > MOST_CHARACTERS || /\p{C}/u.test(name)) throw badHeader(header)
  const own = headerNames(kind, new Map())
  const found = own.get(headerName(column)) ?? kind.columns.find(({ key }) => key === column)?.key
  if (found === undefined) throw unknownColumn(column, kind)
  if (own.has(name)) throw headerKnown(header)
  return { header: name, column: found }
}

/** 证件编号=证件号码, as a command is told it; refuses what is not of that form. */
export const mappingOf = (kind: ListKind<string>, said: readonly string[]): HeaderMapping =>
  new Map(
    said.map((text) => {
      const at = text.indexOf('=')
      if (at < 1) throw badMapping(text)
      const { header, column } = columnNamed(kind, text.slice(0, at), text.slice(at + 1))
      return [header, column] as const
    }),
  )
