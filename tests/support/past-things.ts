import { reportZero } from '../../src/collection/acceptance/report-zero.ts'
import { proposeCorrection } from '../../src/collection/corrections/propose-correction.ts'
import { assignProgramme } from '../../src/collection/programme/assign-programme.ts'
import { openProgramme } from '../../src/collection/programme/open-programme.ts'
import { appendEntries } from '../../src/ledger/append.ts'
import { entryRecord } from '../../src/ledger/entry.ts'
import { findOrAddPersons } from '../../src/people/find-or-add.ts'
import type { PersonKey } from '../../src/people/protect.ts'
import type { Context } from '../../src/platform/context.ts'
import { base64url } from '../../src/signing/bytes.ts'
import { recordPastTitles } from '../../src/titles/record-past-titles.ts'
import { stored } from '../collection/batch/uploads.ts'
import { engineer, pastCsv } from '../collection/reconcile/past-people.ts'
import { madeUpNumber } from './staff.ts'
import type { Things } from './walk-things.ts'

/** A collection an office was told to report to, a list it brought, an accepted title and its correction on the way. */
export async function pastThingsOf(
  ctx: Context,
  { officeId, person, name }: { officeId: string; person: number; name: string },
): Promise<Things> {
  const { programmeId } = await openProgramme(ctx, { officeId, place: 'yunnan-2023', kind: 'past' })
  const part = {
    levels: ['intermediate'] as const,
    routes: ['review'] as const,
    fromYear: 1996,
    throughYear: 1998,
  }
  await assignProgramme(ctx, { programmeId, officeIds: [officeId], part })
  const { returnId } = await reportZero(ctx, {
    programmeId,
    officeId,
    part: { ...part, throughYear: 1996 },
    ground: '查档。',
  })
  const bytes = pastCsv([engineer(700 + person, { 姓名: name })])
  const batchId = await stored(ctx, { programmeId, officeId, bytes })
  const titleId = await acceptedTitle(ctx, { officeId, name, idNumber: madeUpNumber(710 + person) })
  const { correctionId } = await proposeCorrection(ctx, {
    titleId,
    corrected: { kind: 'change', changes: { specialty: '电气' } },
    ground: '原始档案载明。',
  })
  const programmeOffice = `${programmeId}/offices/${officeId}`
  return { programmeId, programmeOffice, returnId, batchId, uploadId: batchId, titleId, correctionId }
}

/** A title of 1998 as an accepted batch leaves it. */
export const acceptedTitle = (
  ctx: Context,
  { officeId, name, idNumber }: { officeId: string; name: string; idNumber: string },
): Promise<string> =>
  ctx.database.transaction(async (tx) => {
    const record = entryRecord(ctx.random(16))
    const idType = 'resident-identity-card'
    const { keys, sealRoot } = await findOrAddPersons(ctx, tx, record, [{ name, idType, idNumber }])
    const id = base64url(ctx.random(16))
    const titles = recordPastTitles(ctx, tx, record)
    const on = ctx.today()
    await titles.add([
      {
        id,
        holder: { name, key: keys[0] as PersonKey },
        position: 1,
        series: '工程技术',
        specialty: '机械',
        title: '工程师',
        level: '420',
        route: 'review',
        obtainedOn: '1998-12',
        collectedById: officeId,
        past: {
          number: null,
          issuer: null,
          document: null,
          collectedBy: '',
          collectedOn: on,
          acceptedBy: '',
          acceptedOn: on,
        },
        replaces: null,
      },
    ])
    const made = titles.seal()
    await appendEntries(tx, [
      {
        type: 'collection.accepted',
        record,
        day: on,
        seals: { ...(made && { title_records: made }), ...(sealRoot && { persons: sealRoot }) },
      },
    ])
    return id
  })
