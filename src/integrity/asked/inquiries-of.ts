import { desc, eq, inArray } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import { reveal, type PersonKey } from '../../people/protect.ts'
import type { Handle } from '../../platform/database.ts'
import { inquiryPlace } from './answer-inquiries.ts'
import { inquiryFrom, type InquiryWords } from './inquiry.ts'
import { integrityInquiries, type AskedBy } from './schema.ts'

/** Who asked about a person, as the person is shown it: the office, never which of its people. */
export type OwnInquiry = InquiryWords & {
  readonly day: Day
  readonly office: string
  readonly by: AskedBy
}

/** Step: the askings about the persons of these keys, the newest first. Whoever calls is that person. */
export async function inquiriesOf(
  handle: Handle,
  keys: ReadonlyMap<string, PersonKey>,
  most: number,
): Promise<readonly OwnInquiry[]> {
  const rows = await handle
    .select({ inquiry: integrityInquiries, office: currentAuthorities.name })
    .from(integrityInquiries)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, integrityInquiries.officeId))
    .where(inArray(integrityInquiries.personId, [...keys.keys()]))
    .orderBy(desc(integrityInquiries.askedOn), desc(integrityInquiries.id))
    .limit(most)
  return rows.map(({ inquiry: { id, personId, words, askedOn, by }, office }) => ({
    ...inquiryFrom(reveal(keys.get(personId) as PersonKey, inquiryPlace(id), words)),
    day: askedOn,
    office,
    by,
  }))
}
