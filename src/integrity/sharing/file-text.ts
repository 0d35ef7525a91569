import { createHash } from 'node:crypto'
import { eq, inArray } from 'drizzle-orm'
import { authorityById } from '../../identity/find-authority.ts'
import { personKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url, hex, utf8 } from '../../signing/bytes.ts'
import { signJws, type JsonObject } from '../../signing/jws.ts'
import { conductName } from '../records/conduct.ts'
import { openContent } from '../records/content.ts'
import { everInForce, recordVersion, versionsOf } from '../records/find-record.ts'
import { misconductTerms } from '../schema.ts'
import { withdrawReasonName, type FileLine } from './exchange.ts'
import { fileGone } from './refusals.ts'
import { creditPlatforms, sharedCopies, type exchangeFiles } from './schema.ts'

export const EXCHANGE_TYPE = 'zhengxin-credit-exchange+jws'
export const EXCHANGE_VERSION = 1

/** SHA-256 of a file, lower-case hex. */
export const fileDigest = (text: string): string =>
  hex(new Uint8Array(createHash('sha256').update(utf8(text)).digest()))

type MadeFile = Pick<
  typeof exchangeFiles.$inferSelect,
  'officeId' | 'sequence' | 'kind' | 'platformId' | 'madeOn' | 'lines' | 'previous'
>

/**
 * Step: the file itself, the same bytes each time: a JWS under the key certificates are signed with and a type of its own.
 * The least there is of each record: who, what conduct, which decision, from when to when. Refuses `integrity/file-gone`.
 */
export async function fileText(
  ctx: Context,
  handle: Handle,
  file: MadeFile,
  salt: Uint8Array,
): Promise<string> {
  const office = await authorityById(handle, file.officeId)
  const [platform] = await handle
    .select({ name: creditPlatforms.name })
    .from(creditPlatforms)
    .where(eq(creditPlatforms.id, file.platformId))
  const ids = file.lines.map(({ recordId }) => recordId)
  const copies = await handle.select().from(sharedCopies).where(inArray(sharedCopies.recordId, ids))
  const shareIds = new Map(copies.map(({ recordId, shareId }) => [recordId, shareId]))
  const lines: JsonObject[] = []
  for (const line of file.lines) {
    const shareId = shareIds.get(line.recordId)
    if (shareId === undefined) throw fileGone()
    lines.push({ shareId, ...(await said(ctx, handle, line)) })
  }
  const { sequence, kind, madeOn, previous } = file
  const payload = {
    v: EXCHANGE_VERSION,
    iss: ctx.config.publicOrigin,
    kind,
    from: office.creditCode,
    to: platform?.name ?? '',
    sequence,
    previous,
    madeOn,
    salt: base64url(salt),
    lines,
  }
  return signJws(ctx.keyring.certificates, EXCHANGE_TYPE, payload)
}

async function said(ctx: Context, handle: Handle, line: FileLine): Promise<JsonObject> {
  if (line.act === 'withdraw')
    return { act: line.act, code: line.reason, reason: withdrawReasonName(line.reason) }
  const [term] = await handle.select().from(misconductTerms).where(eq(misconductTerms.id, line.termId))
  const inForce = await everInForce(handle, await versionsOf(handle, line.recordId))
  // What that term was set by, whatever has been entered since.
  const then = inForce.slice(inForce.findIndex(({ id }) => id === term?.versionId))
  if (!term || then[0]?.sealSalt === null) throw fileGone()
  const record = recordVersion(then)
  const { conduct, decidedBy, decisionNumber, decidedOn, subjectKind } = record
  return {
    act: line.act,
    subjectKind,
    name: (await openContent(ctx, handle, record)).name,
    ...(await numberOf(ctx, handle, record)),
    conduct: { code: conduct, name: conductName(conduct) },
    decision: { by: decidedBy, number: decisionNumber, on: decidedOn },
    startsOn: term.startsOn,
    endsOn: term.endsOn,
  }
}

async function numberOf(
  ctx: Context,
  handle: Handle,
  {
    personId,
    subjectOfficeId,
  }: { readonly personId: string | null; readonly subjectOfficeId: string | null },
): Promise<JsonObject> {
  if (personId === null)
    return { creditCode: (await authorityById(handle, subjectOfficeId ?? '')).creditCode }
  const keys = await personKeys(ctx, handle, [personId])
  const [person] = await handle
    .select({ idType: persons.idType, idNumber: persons.idNumber })
    .from(persons)
    .where(eq(persons.id, personId))
  const key = keys.get(personId)
  if (!key || !person?.idNumber) throw fileGone()
  const idNumber = revealText(key, { column: 'persons.id_number', row: personId }, person.idNumber)
  return { idType: person.idType, idNumber }
}
