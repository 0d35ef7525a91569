import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { codeDigest, grouped, spelled } from './code.ts'
import { noSuchHolder } from './refusals.ts'
import { ownCodes } from './schema.ts'

/** Whose certificate this is and who issued it, however its number is typed; certificates lie above us. */
export type HolderOf = (
  handle: Handle,
  certificateNumber: string,
) => Promise<{ readonly personId: string; readonly officeId: string } | null>

/** Told once, to the person at the counter. */
export interface HandedCode {
  /** 50 bits, two groups of five. */
  readonly code: string
  readonly expiresAt: Date
}

const CHARACTERS = 10
const LIFE_MS = 24 * 3_600_000

/**
 * A code for the holder of a certificate, who stands before the officer with their card; an earlier one is worth nothing
 * from now on. Worth nothing without the identity number either, and shown to the person later. Refuses
 * `integrity/no-such-holder`, also for a certificate of an office out of reach.
 */
export async function handOutCode(
  ctx: Context,
  holderOf: HolderOf,
  input: { readonly number: string },
): Promise<HandedCode> {
  return ctx.database.transaction(async (tx) => {
    const holder = await holderOf(tx, input.number)
    if (!holder) throw noSuchHolder()
    const { personId, officeId } = holder
    await authorise(ctx, tx, 'integrity.admit', officeId, noSuchHolder())
    const id = base64url(ctx.random(16))
    const code = spelled(ctx.random(CHARACTERS))
    const createdAt = ctx.now()
    const expiresAt = new Date(createdAt.getTime() + LIFE_MS)
    await tx.insert(ownCodes).values({
      id,
      personId,
      officeId,
      handedBy: ctx.actor.name,
      digest: codeDigest(ctx, 'own', code),
      createdAt,
      expiresAt,
      tries: 0,
      usedAt: null,
    })
    await recordAct(ctx, tx, { act: 'integrity.admit', officeId, subjects: [personId], about: id })
    return { code: grouped(code), expiresAt }
  })
}
