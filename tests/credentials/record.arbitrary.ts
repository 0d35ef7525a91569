import * as fc from 'fast-check'
import { dayFromNumber, dayNumber } from '../../src/calendar/day.ts'
import type { CertificateRecord } from '../../src/credentials/record.ts'
import { LEVEL_CODES } from '../../src/titles/level.ts'
import { ROUTES } from '../../src/titles/route.ts'
import { issuer } from './fixtures.ts'

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u
const text = (most: number) =>
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom('张', '𪚥', '·', 'A', ' ', '〔'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: most,
    })
    .filter((text) => !CONTROL.test(text) && Array.from(text).length <= most)
const day = fc.integer({ min: dayNumber('1900-01-01'), max: dayNumber('2199-12-31') }).map(dayFromNumber)

/** Every record that may be signed. */
export const anyRecord: fc.Arbitrary<CertificateRecord> = fc.record({
  number: text(40),
  name: text(100),
  series: fc.oneof(fc.constantFrom('工程技术', '审计', '高等学校教师'), text(50)),
  specialty: text(100),
  title: text(100),
  level: fc.constantFrom(...LEVEL_CODES),
  route: fc.constantFrom(...ROUTES),
  obtainedOn: day,
  committee: fc.option(text(200)),
  document: text(100),
  scope: fc.oneof(
    fc.constantFrom({ kind: 'everywhere' as const }, { kind: 'grassroots' as const }),
    fc
      .array(text(30), { minLength: 1, maxLength: 20 })
      .map((places) => ({ kind: 'targeted' as const, places })),
  ),
  issuer: fc.constant(issuer),
  issuedOn: day,
  status: fc.record({ list: fc.nat(0xffff), index: fc.nat(0xfffff) }),
})
