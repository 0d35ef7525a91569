import { isDay, type Day } from '../../calendar/day.ts'
import { textFault } from '../../people/name.ts'
import { parseDocumentNumber } from '../../titles/document-number.ts'
import { badDocumentDay, badDocumentNumber, badIssuer } from './refusals.ts'

const MOST_ISSUER = 100

/**
 * What somebody says of a document, checked. Refuses `results/bad-document-number`, `results/bad-document-day` (no day,
 * or one to come) and `results/bad-issuer`.
 */
export function statedDocument(
  input: {
    readonly documentNumber: string
    readonly issuedOn: string
    readonly issuer?: string | undefined
  },
  today: Day,
): { readonly number: string; readonly issuedOn: Day; readonly issuer: string | null } {
  const parsed = parseDocumentNumber(input.documentNumber)
  if (!('text' in parsed)) throw badDocumentNumber(input.documentNumber, parsed.reason)
  if (!isDay(input.issuedOn) || input.issuedOn > today) throw badDocumentDay(input.issuedOn)
  const issuer = input.issuer?.trim() ?? ''
  if (Array.from(issuer).length > MOST_ISSUER || (issuer !== '' && textFault(issuer) !== null))
    throw badIssuer(issuer)
  return { number: parsed.text, issuedOn: input.issuedOn, issuer: issuer === '' ? null : issuer }
}
