import { createHash } from 'node:crypto'
import { personKeys } from '../../people/find-keys.ts'
import {
  newPersonKey,
  NONCE_LENGTH,
  openPersonKey,
  protectText,
  revealText,
  type PersonKey,
} from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { hex, utf8 } from '../../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../../signing/canonical-json.ts'
import type { misconductVersions } from './schema.ts'

/** What of a version only its subject and those at work on it may read. */
export interface RecordContent {
  /** The subject's name as the decision has it. */
  readonly name: string
  readonly facts: string
  /** What the subject said, and what was thought of it; empty when nothing was said. */
  readonly statement: string
  readonly response: string
  /** Numbers of the certificates to be revoked. */
  readonly titles: readonly string[]
  /** Why it is corrected, ended or cleared; empty at first. */
  readonly reason: string
  /** 32 random bytes: the digest of what was destroyed can be tested against no guess. */
  readonly salt: string
}

export type VersionRow = typeof misconductVersions.$inferSelect

/** A version without what is made of it. */
export type VersionFacts = Omit<
  VersionRow,
  'wrappedKey' | 'content' | 'digest' | 'seal' | 'sealSalt' | 'sealedBy'
>

/** What a stored version says openly. */
export function factsOf(row: VersionRow): VersionFacts {
  const {
    wrappedKey: _,
    content: __,
    digest: ___,
    seal: ____,
    sealSalt: _____,
    sealedBy: ______,
    ...facts
  } = row
  return facts
}

const contentPlace = (versionId: string) =>
  ({ column: 'misconduct_versions.content', row: versionId }) as const

/** Step: the key of a new row about this subject: the person's own, or one of the row's. */
export async function newSubjectKey(
  ctx: Context,
  handle: Handle,
  of: { readonly rowId: string; readonly personId: string | null },
): Promise<{ readonly key: PersonKey; readonly wrappedKey: Uint8Array | null }> {
  if (of.personId !== null)
    return {
      key: (await personKeys(ctx, handle, [of.personId])).get(of.personId) as PersonKey,
      wrappedKey: null,
    }
  const key = newPersonKey(ctx.keyring.fields, keyName(of.rowId), ctx.random(32))
  return { key, wrappedKey: key.wrapped }
}

/** Step: the key such a row was kept under. Refuses `people/erased`. */
export async function subjectKey(
  ctx: Context,
  handle: Handle,
  of: { readonly id: string; readonly personId: string | null; readonly wrappedKey: Uint8Array | null },
): Promise<PersonKey> {
  if (of.personId !== null)
    return (await personKeys(ctx, handle, [of.personId])).get(of.personId) as PersonKey
  return openPersonKey(ctx.keyring.fields, keyName(of.id), of.wrappedKey ?? new Uint8Array())
}

export const sealContent = (ctx: Context, key: PersonKey, versionId: string, content: RecordContent) =>
  protectText(key, contentPlace(versionId), JSON.stringify(content), ctx.random(NONCE_LENGTH))

/** Refuses `people/erased`, `people/unreadable`. */
export async function openContent(ctx: Context, handle: Handle, row: VersionRow): Promise<RecordContent> {
  const text = revealText(await subjectKey(ctx, handle, row), contentPlace(row.id), row.content)
  // Ours: written by sealContent and authenticated by the key.
  return JSON.parse(text) as RecordContent
}

/** SHA-256 of all a version says, its evidence included: whoever approves it approves nothing else. 64 hex digits. */
export function versionDigest(
  facts: VersionFacts,
  content: RecordContent,
  evidence: readonly { readonly id: string; readonly fileDigest: Uint8Array }[],
): string {
  const papers = evidence.map(({ id, fileDigest }) => `${id}|${hex(fileDigest)}`).toSorted()
  const whole = canonicalJson({ ...facts, content, papers } as unknown as JsonValue)
  return hex(new Uint8Array(createHash('sha256').update(utf8(whole)).digest()))
}

// A record about an office stands where a person would, and its name says so.
const keyName = (rowId: string): string => `misconduct/${rowId}`
