import { authorise } from '../../identity/authorise.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import { officeNotFound } from '../../identity/refusals.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation } from '../../platform/database.ts'
import { printedIssuer, recordSuccessor } from '../../titles/issuer-successor.ts'
import { recordAct } from '../../trail/record-act.ts'
import { changedMeanwhile } from '../programme/refusals.ts'
import { badSuccessor } from './refusals.ts'

/**
 * Says which open office answers for papers of an issuer that is closed or renamed; said again, the newest holds. Refuses
 * `collection/bad-successor`, `/changed-meanwhile`, `identity/office-not-found`, `identity/not-allowed`.
 */
export async function nameSuccessor(
  ctx: Context,
  input: { readonly issuer: string; readonly successorId: string; readonly ground: string },
): Promise<void> {
  const [issuer, ground] = [printedIssuer(input.issuer), input.ground.trim()]
  if (!/^[^\p{C}]{2,100}$/u.test(issuer)) throw badSuccessor('原单位名称应为 2 到 100 个字，照证书填写')
  if (!/^[^\p{C}]{2,200}$/u.test(ground)) throw badSuccessor('请写明依据的文件或事由，2 到 200 个字')
  try {
    await ctx.database.transaction(async (tx) => {
      await authorise(ctx, tx, 'collection.assign', input.successorId, officeNotFound(input.successorId))
      const office = await findAuthority(tx, input.successorId)
      if (!office) throw officeNotFound(input.successorId)
      if (office.state === 'closed') throw badSuccessor(`${office.name}已撤销，请选承接其职能的机构`)
      const record = entryRecord(ctx.random(16))
      const seal = await recordSuccessor(ctx, tx, record, { issuer, successorId: office.id, ground })
      await recordAct(ctx, tx, {
        act: 'collection.assign',
        officeId: office.id,
        about: office.id,
        facts: { successor: true },
      })
      await appendEntries(tx, [
        {
          type: 'issuer.succeeded',
          record,
          day: ctx.today(),
          seals: { issuer_successors: seal },
          facts: { successor: office.creditCode },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'issuer_successors_position') throw changedMeanwhile()
    throw error
  }
}
