import { approve } from '../../src/approvals/approve.ts'
import { latestRequest } from '../../src/approvals/find-request.ts'
import { assignProgramme } from '../../src/collection/programme/assign-programme.ts'
import { openProgramme } from '../../src/collection/programme/open-programme.ts'
import type { Part } from '../../src/collection/programme/programme.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { officesAlone, somebody } from '../support/staff.ts'

export const WHOLE: Part = {
  levels: ['senior', 'intermediate', 'junior'],
  routes: ['review', 'assessment', 'confirmation'],
  fromYear: 1949,
  throughYear: 2021,
}

/** The junior titles of three years, by review: three cells. */
export const SMALL: Part = { levels: ['junior'], routes: ['review'], fromYear: 1997, throughYear: 1999 }

/** The province's collection by the notice of 2023, Kunming told a part of it; an officer and a reviewer at each. */
export async function collectionAtWork(database: Database, part: Part = SMALL) {
  const { ctx, ids } = await officesAlone(database)
  const top = await somebody(ctx, { officeId: ids.province, roles: ['collection-officer'], person: 821 })
  const accepter = await somebody(ctx, { officeId: ids.province, roles: ['reviewer'], person: 822 })
  const officer = await somebody(ctx, { officeId: ids.kunming, roles: ['collection-officer'], person: 823 })
  const reviewer = await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 824 })
  const { programmeId } = await openProgramme(top, {
    officeId: ids.province,
    place: 'yunnan-2023',
    kind: 'past',
  })
  await assignProgramme(top, { programmeId, officeIds: [ids.kunming], part })
  const officeId = ids.kunming
  return { ctx, ids, programmeId, officeId, top, accepter, officer, reviewer }
}

/** Says yes to the newest version of what waits under this kind and subject. */
export async function agree(by: Context, kind: string, subjectId: string): Promise<void> {
  const request = await latestRequest(by.database.read, { kind, subjectId })
  await approve(by, { requestId: request?.id ?? '', digest: request?.digest ?? '' })
}
