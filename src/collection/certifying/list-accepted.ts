import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { officeNotFound } from '../../identity/refusals.ts'
import { distinctTitles } from '../../identity/power.ts'
import { requirePower } from '../../identity/require-power.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { personKeys } from '../../people/find-keys.ts'
import type { PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, uniqueViolation } from '../../platform/database.ts'
import { changedMeanwhile } from '../programme/refusals.ts'
import { enterList, requirePlace, type KeptRow } from '../../results/lists/enter-list.ts'
import { utf8 } from '../../signing/bytes.ts'
import { sha256 } from '../../signing/sha256.ts'
import { foldDocumentNumber } from '../../titles/document-number.ts'
import { powered } from '../../titles/powered.ts'
import { parseSeries } from '../../titles/series.ts'
import { openTitleName } from '../../titles/title-name.ts'
import { collectionCertifiedTitles } from '../reconcile/schema.ts'
import { certifiableTitles, notNowName, type Certifiable, type NotNow } from './certifiable-titles.ts'
import { nothingToCertify } from './refusals.ts'

export interface ListedTitles {
  readonly listId: string
  readonly titles: number
  /** Why others of the document are not on it. */
  readonly notNow: Readonly<Partial<Record<NotNow, number>>>
}

/**
 * Puts the accepted titles a document conferred on a list of the office that may issue their certificates: reviewed,
 * registered with its document and issued from there as any list reviewed elsewhere. Nobody without a verified number,
 * nobody twice, nothing before the policy's first certificate year. Refuses `collection/nothing-to-certify`,
 * `/changed-meanwhile`, `identity/no-power`, `identity/not-allowed`, `identity/office-not-found`.
 */
export async function listAccepted(
  ctx: Context,
  input: { readonly authorityId: string; readonly document: string },
): Promise<ListedTitles> {
  const { authorityId } = input
  const document = foldDocumentNumber(input.document)
  try {
    return await ctx.database.transaction(async (tx) => {
      await authorise(ctx, tx, 'lists.import', authorityId, officeNotFound(authorityId))
      const authority = await authorityById(tx, authorityId)
      const found = await certifiableTitles(tx, { authorityId, document })
      if (found.titles.length === 0) throw nothingToCertify(document, notNowWords(found))
      await requirePower(
        tx,
        authorityId,
        'issue',
        ...distinctTitles(found.titles.map(({ title }) => powered(title))),
      )
      const keys = await personKeys(
        ctx,
        tx,
        found.titles.flatMap(({ personId, title }) => [personId, title.personId]),
      )
      const target = { office: authority, authority, cycle: null, stage: 'approved' } as const
      const firsts = found.titles.map(({ firstId }) => firstId).toSorted()
      const fileDigest = sha256(utf8(`zhengxin/v1|accepted-titles|${firsts.join(',')}`))
      await requirePlace(tx, target, { fileDigest, replaces: null })
      const listId = await enterList(
        ctx,
        tx,
        target,
        {
          record: entryRecord(ctx.random(16)),
          fileName: `已验收历年职称（${document}）`,
          fileDigest,
          replaces: null,
          rows: found.titles.map((each, i) => rowOf(each, i, keys.get(each.title.personId) as PersonKey)),
          keys: found.titles.map(({ personId }) => keys.get(personId) as PersonKey),
          personsSeal: null,
        },
        (inner, id) =>
          copyIn(
            inner,
            collectionCertifiedTitles,
            found.titles.map(({ firstId, title }) => ({ id: firstId, titleId: title.id, listId: id })),
          ),
      )
      return { listId, titles: found.titles.length, notNow: found.notNow }
    })
  } catch (error) {
    if (uniqueViolation(error) === 'collection_certified_titles_pkey') throw changedMeanwhile()
    throw error
  }
}

export const notNowWords = ({ notNow }: Pick<Certifiable, 'notNow'>): string =>
  Object.entries(notNow)
    .map(([why, count]) => `${notNowName(why as NotNow)} ${count} 项`)
    .join('；')

function rowOf({ title, employer }: Certifiable['titles'][number], i: number, key: PersonKey): KeptRow {
  return {
    sheet: '已验收历年职称',
    row: i + 1,
    position: i + 1,
    name: openTitleName(key, title.id, title.name),
    employer,
    employerCode: '',
    series: parseSeries(title.series)?.name ?? title.series,
    specialty: title.specialty,
    title: title.title,
    level: title.level,
    route: title.route,
    obtainedOn: title.obtainedOn,
    declaredOn: null,
    application: null,
    committee: title.committee,
    scope: title.scope,
    remarks: null,
  }
}
