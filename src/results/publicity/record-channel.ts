import { isDay, type Day } from '../../calendar/day.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { textFault } from '../../people/name.ts'
import type { Context } from '../../platform/context.ts'
import { base64url, fromHex } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { holdPublication } from './end-publicity.ts'
import { badEvidence, notOpen } from './refusals.ts'
import { publicationChannels, sealedPublicationChannels } from './schema.ts'
import { publicityState } from './state.ts'

export interface NewChannel {
  readonly publicationId: string
  /** As the policy names it. */
  readonly channel: string
  /** Its web address, or where it hangs. */
  readonly address: string
  /** The day it could first be read there, not after today. */
  readonly upOn: Day
  /** SHA-256 of a picture or paper, 64 hex digits; a web address needs none. */
  readonly fileDigest: string | null
}

/** Records where else a publication can be read. Refuses `results/bad-publicity-evidence`, `/publicity-not-open`. */
export async function recordChannel(ctx: Context, input: NewChannel): Promise<void> {
  const channel = line('公示渠道', input.channel, 100)
  const address = line('网址或地点', input.address, 300)
  if (!isDay(input.upOn) || input.upOn > ctx.today())
    throw badEvidence('上线日期', '应为今天或以前的日期，如 2023-12-20')
  const fileDigest = checkedDigest(input.fileDigest)
  if (fileDigest === null && !/^https?:\/\/[^/\s]+/.test(address))
    throw badEvidence('证明', '没有网址的渠道须附照片或盖章证明')
  await ctx.database.transaction(async (tx) => {
    const { publication, officeId } = await holdPublication(ctx, tx, input.publicationId)
    const state = publicityState(publication, ctx.today()).kind
    if (state === 'withdrawn' || state === 'replaced' || state === 'closed') throw notOpen(state)
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedPublicationChannels,
      record,
      [
        {
          id: base64url(ctx.random(16)),
          publicationId: input.publicationId,
          channel,
          address,
          upOn: input.upOn,
          fileDigest,
          recordedOn: ctx.today(),
          recordedBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(publicationChannels).values([...rows])
    await recordAct(ctx, tx, {
      act: 'publicity.manage',
      officeId,
      about: input.publicationId,
      facts: { what: 'show' },
    })
    await appendEntries(tx, [
      {
        type: 'publicity.shown',
        record,
        day: ctx.today(),
        seals: { publication_channels: sealRoot },
        facts: { publication: input.publicationId, upOn: input.upOn },
      },
    ])
  })
}

/** One line of plain words, trimmed; refuses `results/bad-publicity-evidence`. */
export function line(field: string, text: string, most: number): string {
  const trimmed = text.trim()
  if (trimmed === '' || Array.from(trimmed).length > most || textFault(trimmed) !== null)
    throw badEvidence(field, `应为 1 到 ${most} 个字，不含控制字符`)
  return trimmed
}

/** SHA-256 in hex as bytes; null for none. */
export function checkedDigest(digest: string | null): Uint8Array | null {
  if (digest === null || digest === '') return null
  if (!/^[0-9a-f]{64}$/.test(digest)) throw badEvidence('摘要', '应为文件的 SHA-256，64 位小写十六进制')
  return fromHex(digest)
}
