import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { eq, lt } from 'drizzle-orm'
import { concat, equalBytes, fromUtf8, utf8 } from '../signing/bytes.ts'
import type { Context } from './context.ts'
import { within, type Besides, type Transaction } from './database.ts'
import { keyReused, toldOnce } from './refusals.ts'
import { idempotencyKeys } from './schema.ts'

/** A request whose sender may not know whether it arrived. */
export interface RepeatableRequest {
  /** As sent: 1 to 64 visible ASCII characters. */
  readonly key: string
  /** Nobody meets another's keys. */
  readonly actor: string
  /** 'POST /api/v1/lists/{listId}/confirmation' */
  readonly route: string
  /** Everything that was asked, as one text. */
  readonly asked: string
  /** The answer holds a secret: it is told once and never kept. */
  readonly isToldOnce?: boolean
  /** …but for so long after, told again to who brings the key: it is kept under that key, which nobody else has. */
  readonly toldAgainMs?: number
}

export interface KeptAnswer {
  readonly status: number
  /** The body's text. */
  readonly body: string
}

const KEPT_MS = 7 * 86_400_000
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Acts once, however often it is asked: the key, the effect and the answer commit together, and every repetition gets
 * that answer. One that comes while the first is at work waits for it. A refusal leaves nothing, so it may be tried
 * again; what was to be recorded of it lasts all the same. Refuses `request/key-reused`, `request/told-once`. `act` gets
 * a context whose transactions are part of this one.
 */
export async function onceOnly(
  ctx: Context,
  request: RepeatableRequest,
  act: (ctx: Context) => Promise<KeptAnswer>,
): Promise<{ readonly answer: KeptAnswer; readonly isRepeated: boolean }> {
  const keys = keysOf(ctx, request.toldAgainMs ? request.key : '')
  const id = keys.mac(JSON.stringify([request.key, request.actor, request.route]))
  const asked = keys.mac(request.asked)
  const besides: Besides[] = []
  const once = async (tx: Transaction) => {
    // Whoever holds this key now holds the unique index until commit; we wait here for how that ends.
    const [taken] = await tx
      .insert(idempotencyKeys)
      .values({ id, request: asked, at: ctx.now() })
      .onConflictDoNothing()
      .returning({ id: idempotencyKeys.id })
    if (!taken) {
      const [kept] = await tx.select().from(idempotencyKeys).where(eq(idempotencyKeys.id, id))
      if (!kept?.answer) throw new Error('an idempotency key was committed without its answer')
      if (!equalBytes(kept.request, asked)) throw keyReused()
      const age = Math.abs(ctx.now().getTime() - kept.at.getTime())
      if (request.isToldOnce && age >= (request.toldAgainMs ?? 0)) throw toldOnce()
      return { answer: keys.open(kept.answer, id), isRepeated: true }
    }
    const inside = within(ctx.database, tx, (write) => void besides.push(write))
    const answer = await act({ ...ctx, database: inside })
    for (const write of besides) await write(inside)
    const known = request.isToldOnce && !request.toldAgainMs ? { ...answer, body: '' } : answer
    const sealed = keys.seal(known, id, ctx.random(NONCE_BYTES))
    await tx.update(idempotencyKeys).set({ answer: sealed }).where(eq(idempotencyKeys.id, id))
    return { answer, isRepeated: false }
  }
  try {
    return await ctx.database.transaction(once)
  } catch (error) {
    for (const write of besides) await write(ctx.database)
    throw error
  }
}

/** Forgets keys older than seven days. */
export async function dropOldKeys(ctx: Context): Promise<void> {
  const before = new Date(ctx.now().getTime() - KEPT_MS)
  await ctx.database.read.delete(idempotencyKeys).where(lt(idempotencyKeys.at, before))
}

/** `senders`: what only the sender holds, without which the answer does not open; empty where the service may open it. */
function keysOf({ keyring }: Context, senders: string) {
  const derived = (use: string, salt: string) =>
    new Uint8Array(hkdfSync('sha256', keyring.sessions, salt, `zhengxin/v1 idempotency ${use}`, 32))
  const macKey = derived('mac', '')
  const answerKey = derived('answer', senders)
  return {
    mac: (text: string) => new Uint8Array(createHmac('sha256', macKey).update(text).digest()),
    // AES-256-GCM, the row's id authenticated with it: an answer moved to another key does not open.
    seal(answer: KeptAnswer, id: Uint8Array, nonce: Uint8Array): Uint8Array {
      const cipher = createCipheriv('aes-256-gcm', answerKey, nonce).setAAD(id)
      const text = utf8(JSON.stringify([answer.status, answer.body]))
      return concat(nonce, cipher.update(text), cipher.final(), cipher.getAuthTag())
    },
    open(sealed: Uint8Array, id: Uint8Array): KeptAnswer {
      const cipher = createDecipheriv('aes-256-gcm', answerKey, sealed.subarray(0, NONCE_BYTES))
      cipher.setAAD(id).setAuthTag(sealed.subarray(-TAG_BYTES))
      const text = concat(cipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), cipher.final())
      const [status, body] = JSON.parse(fromUtf8(text)) as [number, string]
      return { status, body }
    },
  }
}
