import type { Day } from '../calendar/day.ts'
import { compact } from '../spreadsheets/full-width.ts'
import { readIdNumber } from './id-number.ts'
import type { IdNumber, IdNumberFault, IdNumberHolder } from './id-number.ts'

export type IdDocumentType =
  | 'resident-identity-card'
  | 'hong-kong-macao-residence-permit'
  | 'taiwan-residence-permit'
  | 'passport'
  | 'taiwan-travel-permit'
  | 'hong-kong-macao-travel-permit'
  | 'foreign-permanent-residence-card'

interface DocumentNames {
  readonly name: string
  /** Code of the document types in the personnel data sets; null where no source gives one. */
  readonly code: string | null
  readonly also: readonly string[]
}

const DOCUMENTS: Readonly<Record<IdDocumentType, DocumentNames>> = {
  'resident-identity-card': { name: '居民身份证', code: '111', also: ['身份证', '中华人民共和国居民身份证'] },
  'hong-kong-macao-residence-permit': { name: '港澳居民居住证', code: null, also: ['港澳居住证'] },
  'taiwan-residence-permit': { name: '台湾居民居住证', code: null, also: ['台湾居住证', '台胞居住证'] },
  passport: { name: '护照', code: '414', also: ['普通护照', '外国护照', '中国护照', '因私护照'] },
  'taiwan-travel-permit': { name: '台湾居民来往大陆通行证', code: '511', also: ['台胞证', '台湾通行证'] },
  'hong-kong-macao-travel-permit': {
    name: '港澳居民来往内地通行证',
    code: '516',
    also: ['回乡证', '港澳通行证', '港澳居民通行证'],
  },
  'foreign-permanent-residence-card': {
    name: '外国人永久居留身份证',
    code: '554',
    also: ['外国人永久居留证', '永久居留证', '外国人永久居留身份证(2023版)'],
  },
}

export const ID_DOCUMENT_TYPES = Object.keys(DOCUMENTS) as readonly IdDocumentType[]

export const idDocumentName = (type: IdDocumentType): string => DOCUMENTS[type].name

export const idDocumentCode = (type: IdDocumentType): string | null => DOCUMENTS[type].code

export function parseIdDocumentType(text: string): IdDocumentType | null {
  const word = compact(text)
  return (
    ID_DOCUMENT_TYPES.find((type) => DOCUMENTS[type].name === word || DOCUMENTS[type].also.includes(word)) ??
    null
  )
}

/** What a number of GB 11643 form says of its holder must be what the document says. */
const HOLDER: Readonly<Partial<Record<IdDocumentType, IdNumberHolder>>> = {
  'resident-identity-card': 'citizen',
  'hong-kong-macao-residence-permit': 'hong-kong-macao',
  'taiwan-residence-permit': 'taiwan',
  'foreign-permanent-residence-card': 'foreign-permanent-residence',
}

// Permits: H or M and 8 digits (10 with the reissue count); Taiwan 8 digits, formerly 10 and a letter.
const FORM: Readonly<Partial<Record<IdDocumentType, RegExp>>> = {
  passport: /^(?=.*[0-9])[A-Z0-9]{5,12}$/,
  'hong-kong-macao-travel-permit': /^[HM]([0-9]{8}|[0-9]{10})$/,
  'taiwan-travel-permit': /^([0-9]{8}|[0-9]{10}[A-Z]?)$/,
  'foreign-permanent-residence-card': /^[A-Z]{3}[0-9]{12}$/,
}

export interface IdDocument {
  readonly type: IdDocumentType
  /** Half width, no blanks, capitals. */
  readonly number: string
  /** What the number itself says; null for permits and passports, which say nothing. */
  readonly idNumber: IdNumber | null
  readonly folded: boolean
}

export type IdDocumentFault = IdNumberFault | 'type-mismatch'

/** Reads a number as what its document type says it is. `type-mismatch`: a sound number of another document. */
export function readIdDocument(
  type: IdDocumentType,
  text: string,
  today: Day,
): IdDocument | { readonly fault: IdDocumentFault } {
  const number = compact(text).toUpperCase()
  const idNumber = readIdNumber(number, today)
  const holder = HOLDER[type]
  if (FORM[type]?.test(number)) return { type, number, idNumber: null, folded: number !== text }
  if (holder === undefined) return { fault: 'fault' in idNumber ? malformed(number) : 'type-mismatch' }
  if ('fault' in idNumber) return fitsAnother(type, number) ? { fault: 'type-mismatch' } : idNumber
  if (idNumber.holder !== holder) return { fault: 'type-mismatch' }
  return { type, number, idNumber, folded: number !== text }
}

const malformed = (number: string): IdDocumentFault =>
  /^[0-9]{15}$|^[0-9]{17}[0-9X]$/.test(number) || ID_DOCUMENT_TYPES.some((type) => FORM[type]?.test(number))
    ? 'type-mismatch'
    : 'not-a-number'

// Digits alone fit a passport or an old Taiwan permit by accident: only letters tell.
const fitsAnother = (type: IdDocumentType, number: string): boolean =>
  /^[A-Z]/.test(number) && ID_DOCUMENT_TYPES.some((other) => other !== type && FORM[other]?.test(number))
