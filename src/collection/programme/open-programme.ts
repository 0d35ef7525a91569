import { authorise } from '../../identity/authorise.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import { officeNotFound } from '../../identity/refusals.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation } from '../../platform/database.ts'
import { answersOf } from '../../policy/answers-of.ts'
import { chainOf } from '../../policy/policy-of.ts'
import { citation } from '../../policy/policy-text.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { programmeKindName, type ProgrammeKind } from './programme.ts'
import { notOfThisPlace, programmeExists } from './refusals.ts'
import { rulesFromPolicy } from './rules-from-policy.ts'
import { collectionProgrammes, sealedCollectionProgrammes } from './schema.ts'

/**
 * Opens a collection by a notice: its years, levels, routes and days are kept as they read now, so that a later notice
 * moves nobody's deadline. Refuses `collection/programme-exists`, `/no-rule`, `/no-current-years`, `/not-this-place`,
 * `policy/unknown-place`, `identity/not-allowed`, `identity/office-not-found`.
 */
export async function openProgramme(
  ctx: Context,
  input: { readonly officeId: string; readonly place: string; readonly kind: ProgrammeKind },
): Promise<{ readonly programmeId: string }> {
  const { officeId, place, kind } = input
  const [policy] = chainOf(place)
  const id = base64url(ctx.random(16))
  const record = entryRecord(ctx.random(16))
  try {
    await ctx.database.transaction(async (tx) => {
      await authorise(ctx, tx, 'collection.assign', officeId)
      const office = await findAuthority(tx, officeId)
      if (!office) throw officeNotFound(officeId)
      if (!appliesTo(policy.division, office.place)) throw notOfThisPlace(office.name, place)
      const { rows, sealRoot } = sealRows(
        sealedCollectionProgrammes,
        record,
        [
          {
            id,
            place,
            kind,
            officeId,
            name: `${policy.name}${programmeKindName(kind)}归集（${citation(policy)}）`,
            rules: rulesFromPolicy(place, kind, await answersOf(tx, place)),
            openedOn: ctx.today(),
            openedBy: ctx.actor.name,
          },
        ],
        ctx.random(32),
      )
      await tx.insert(collectionProgrammes).values([...rows])
      await recordAct(ctx, tx, { act: 'collection.assign', officeId, about: id, facts: { place, kind } })
      await appendEntries(tx, [
        {
          type: 'collection.opened',
          record,
          day: ctx.today(),
          seals: { collection_programmes: sealRoot },
          facts: { office: office.creditCode, place, kind },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'collection_programmes_once') throw programmeExists(place)
    throw error
  }
  return { programmeId: id }
}

/** A province's notice holds in its counties, the nation's everywhere; one city's never in another. */
const appliesTo = (division: string | null, place: string): boolean =>
  division === null || place.startsWith(division.replace(/(00)+$/, ''))
