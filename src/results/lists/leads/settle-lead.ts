import { authorise, officesFor } from '../../../identity/authorise.ts'
import { appendEntries } from '../../../ledger/append.ts'
import { entryRecord } from '../../../ledger/entry.ts'
import { sealRows } from '../../../ledger/seal.ts'
import { personKeys } from '../../../people/find-keys.ts'
import { NONCE_LENGTH, protectText } from '../../../people/protect.ts'
import type { Context } from '../../../platform/context.ts'
import { uniqueViolation } from '../../../platform/database.ts'
import { base64url } from '../../../signing/bytes.ts'
import { recordAct } from '../../../trail/record-act.ts'
import { findList } from '../find-list.ts'
import { leadsOfList } from './find-leads.ts'
import { badLeadGround, leadNotFound, leadSettled } from './refusals.ts'
import { leadSettlements, sealedLeadSettlements, type LeadKind } from './schema.ts'

/**
 * Settles a lead by what a person found out: explained or confirmed, with a ground of 2 to 500 characters. Changes
 * nothing else: whoever handles the list acts on it. Refuses `results/list-not-found`, `results/lead-not-found`,
 * `results/lead-settled`, `results/bad-lead-ground`.
 */
export async function settleLead(
  ctx: Context,
  input: {
    readonly listId: string
    readonly rowId: string
    readonly kind: LeadKind
    readonly sourceId: string
    readonly outcome: 'explained' | 'confirmed'
    readonly ground: string
  },
): Promise<void> {
  const ground = input.ground.trim()
  if (!/^[^\p{C}]{2,500}$/u.test(ground)) throw badLeadGround()
  try {
    await ctx.database.transaction(async (tx) => {
      const list = await findList(ctx, tx, input.listId)
      const offices = await officesFor(ctx, tx, 'lists.approve')
      // Whoever reviews it, where it was brought or where it will be confirmed.
      const officeId = offices === 'all' || offices.includes(list.officeId) ? list.officeId : list.authorityId
      await authorise(ctx, tx, 'lists.approve', officeId)
      const lead = (await leadsOfList(ctx, tx, list.id)).find(
        ({ rowId, kind, source }) =>
          rowId === input.rowId && kind === input.kind && source.id === input.sourceId,
      )
      if (!lead) throw leadNotFound()
      if (lead.settlement) throw leadSettled()
      const { personId } = lead
      const key = (await personKeys(ctx, tx, [personId])).get(personId)
      if (!key) throw leadNotFound()
      const id = base64url(ctx.random(16))
      const record = entryRecord(ctx.random(16))
      const { rows, sealRoot } = sealRows(
        sealedLeadSettlements,
        record,
        [
          {
            id,
            rowId: lead.rowId,
            kind: lead.kind,
            sourceId: lead.source.id,
            outcome: input.outcome,
            personId,
            ground: protectText(
              key,
              { column: 'lead_settlements.ground', row: id },
              ground,
              ctx.random(NONCE_LENGTH),
            ),
            settledOn: ctx.today(),
            settledBy: ctx.actor.name,
          },
        ],
        ctx.random(32),
      )
      await tx.insert(leadSettlements).values([...rows])
      await recordAct(ctx, tx, {
        act: 'lists.approve',
        officeId,
        about: list.id,
        subjects: [personId],
        facts: { lead: lead.kind, outcome: input.outcome },
      })
      // Not which: an entry must not tell that somebody on some list was looked into.
      await appendEntries(tx, [
        {
          type: 'list.lead-settled',
          record,
          day: ctx.today(),
          seals: { lead_settlements: sealRoot },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'lead_settlements_once') throw leadSettled()
    throw error
  }
}
