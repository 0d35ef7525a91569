import { describe, expect, it } from 'vitest'
import {
  ID_DOCUMENT_TYPES,
  idDocumentCode,
  idDocumentName,
  parseIdDocumentType,
  readIdDocument,
} from '../../src/people/id-document.ts'
import type { IdDocumentType } from '../../src/people/id-document.ts'
import { checkDigit } from '../../src/people/id-number.ts'

const today = '2023-12-31'
const numbered = (digits: string) => digits + checkDigit(digits)
const CITIZEN = '11010519491231002X'
const HONG_KONG = numbered('81000019900101001')
const TAIWAN = numbered('83000019900101001')
const FOREIGNER = numbered('91184019850203002')

describe('types of identity document', () => {
  it.each(ID_DOCUMENT_TYPES)('%s is read by its own name', (type) =>
    expect(parseIdDocumentType(idDocumentName(type))).toBe(type),
  )

  it.each([
    ['身份证', 'resident-identity-card'],
    [' 居民 身份证 ', 'resident-identity-card'],
    ['台胞证', 'taiwan-travel-permit'],
    ['回乡证', 'hong-kong-macao-travel-permit'],
    ['外国人永久居留证', 'foreign-permanent-residence-card'],
  ])('%s is read as %s', (text, type) => expect(parseIdDocumentType(text)).toBe(type))

  it.each(['', '军官证', '驾驶证', 'passport'])('%j is none of them', (text) =>
    expect(parseIdDocumentType(text)).toBeNull(),
  )

  it('carry the codes of the personnel data sets where a source gives one', () =>
    expect(ID_DOCUMENT_TYPES.map(idDocumentCode)).toEqual(['111', null, null, '414', '511', '516', '554']))
})

describe('a number and the type it is given with', () => {
  it.each<[IdDocumentType, string]>([
    ['resident-identity-card', CITIZEN],
    ['hong-kong-macao-residence-permit', HONG_KONG],
    ['hong-kong-macao-residence-permit', numbered('82000019900101001')],
    ['taiwan-residence-permit', TAIWAN],
    ['foreign-permanent-residence-card', FOREIGNER],
    ['foreign-permanent-residence-card', 'USA310085020301'],
    ['passport', 'E12345678'],
    ['passport', 'EA1234567'],
    ['hong-kong-macao-travel-permit', 'H12345678'],
    ['hong-kong-macao-travel-permit', 'M1234567801'],
    ['taiwan-travel-permit', '12345678'],
    ['taiwan-travel-permit', '0012345678B'],
  ])('%s fits %s', (type, number) =>
    expect(readIdDocument(type, number, today)).toMatchObject({ type, number, folded: false }),
  )

  it.each<[IdDocumentType, string]>([
    ['hong-kong-macao-travel-permit', CITIZEN],
    ['taiwan-travel-permit', CITIZEN],
    ['passport', CITIZEN],
    ['passport', '130503670401001'],
    ['passport', numbered('53990119670722113')],
    ['resident-identity-card', HONG_KONG],
    ['resident-identity-card', TAIWAN],
    ['resident-identity-card', FOREIGNER],
    ['resident-identity-card', 'H12345678'],
    ['resident-identity-card', 'E12345678'],
    ['taiwan-residence-permit', HONG_KONG],
    ['hong-kong-macao-residence-permit', TAIWAN],
    ['hong-kong-macao-residence-permit', CITIZEN],
    ['foreign-permanent-residence-card', CITIZEN],
  ])('%s does not fit %s, which is another document’s', (type, number) =>
    expect(readIdDocument(type, number, today)).toEqual({ fault: 'type-mismatch' }),
  )

  it.each<[IdDocumentType, string, string]>([
    ['resident-identity-card', '110105194912310020', 'wrong-check-digit'],
    ['resident-identity-card', '1101051949', 'wrong-length'],
    ['resident-identity-card', '不详', 'not-a-number'],
    ['passport', '不详', 'not-a-number'],
    ['hong-kong-macao-travel-permit', 'H123', 'not-a-number'],
  ])('%s %s is told as what it is: %s', (type, number, fault) =>
    expect(readIdDocument(type, number, today)).toEqual({ fault }),
  )

  it('is folded to half width, capitals and no blanks, and says so', () =>
    expect(readIdDocument('passport', ' e１２ 345678', today)).toEqual({
      type: 'passport',
      number: 'E12345678',
      idNumber: null,
      folded: true,
    }))
})
