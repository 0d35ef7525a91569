import { desc, eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import { officeNotFound } from '../../identity/refusals.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Handle } from '../../platform/database.ts'
import { base64url, fromBase64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { changedMeanwhile } from '../programme/refusals.ts'
import { badSender } from './refusals.ts'
import { collectionSenders, sealedCollectionSenders } from './schema.ts'

/** Step: the key an office's reports must be signed with; null before one was named. */
export async function senderOf(handle: Handle, officeId: string) {
  const [row] = await handle
    .select({ publicKey: collectionSenders.publicKey, position: collectionSenders.position })
    .from(collectionSenders)
    .where(eq(collectionSenders.officeId, officeId))
    .orderBy(desc(collectionSenders.position))
    .limit(1)
  return row ?? null
}

/**
 * Names the key an office in another deployment signs its reports with; a newer one takes its place. Decided above that
 * office. Refuses `collection/bad-sender`, `/changed-meanwhile`, `identity/office-not-found`, `identity/not-allowed`.
 */
export async function nameSender(
  ctx: Context,
  {
    officeId,
    publicKey: typed,
    ground: words,
  }: { readonly officeId: string; readonly publicKey: string; readonly ground: string },
): Promise<void> {
  const publicKey = typed.trim()
  if (!isKey(publicKey)) throw badSender('公钥', '应为 Ed25519 公钥，43 位 base64url')
  const ground = words.trim()
  if (!/^[^\p{C}]{2,200}$/u.test(ground)) throw badSender('核对情况', '应为 2 到 200 个字')
  const record = entryRecord(ctx.random(16))
  try {
    await ctx.database.transaction(async (tx) => {
      const office = await findAuthority(tx, officeId)
      if (!office) throw officeNotFound(officeId)
      await authorise(ctx, tx, 'collection.assign', office.parentId ?? officeId, officeNotFound(officeId))
      const position = ((await senderOf(tx, officeId))?.position ?? 0) + 1
      const named = { namedOn: ctx.today(), namedBy: ctx.actor.name }
      const row = { id: base64url(ctx.random(16)), officeId, position, publicKey, ground, ...named }
      const { rows, sealRoot } = sealRows(sealedCollectionSenders, record, [row], ctx.random(32))
      await tx.insert(collectionSenders).values([...rows])
      await recordAct(ctx, tx, { act: 'collection.assign', officeId, facts: { sender: position } })
      await appendEntries(tx, [
        {
          type: 'collection.sender',
          record,
          day: ctx.today(),
          seals: { collection_senders: sealRoot },
          facts: { office: office.creditCode, publicKey },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'collection_senders_position') throw changedMeanwhile()
    throw error
  }
}

function isKey(text: string): boolean {
  try {
    return fromBase64url(text).length === 32
  } catch {
    return false
  }
}
