import { and, desc, eq, gt, inArray, isNull } from 'drizzle-orm'
import { currentAuthorities } from '../../identity/schema.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import { steadyNow } from '../../identity/sign-in/steady-now.ts'
import { personKeys } from '../../people/find-keys.ts'
import { textFault } from '../../people/name.ts'
import { NONCE_LENGTH, protectText, revealText, type PersonKey } from '../../people/protect.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { codeDigest, grouped, spelled } from '../own/code.ts'
import { ownPerson } from '../own/own-person.ts'
import { badConsent, consentNotFound } from './refusals.ts'
import { integrityConsents } from './schema.ts'

export interface NewConsent {
  /** Of a registered office. */
  readonly officeId: string
  /** 2 to 60 characters. */
  readonly purpose: string
  /** 1 to 30. */
  readonly days: number
}

/** Told once: the person hands it to that office. */
export interface GivenConsent {
  readonly consentId: string
  /** 75 bits, three groups of five. */
  readonly token: string
  readonly expiresAt: Date
}

export const MOST_DAYS = 30
const MOST_PURPOSE = 60
const CHARACTERS = 15
const DAY_MS = 86_400_000

export const purposePlace = (id: string) => ({ column: 'integrity_consents.purpose', row: id }) as const

/**
 * Lets one office ask once about whoever gives it, for one purpose. Refuses `integrity/not-at-own-door`,
 * `integrity/bad-consent`.
 */
export async function giveConsent(ctx: Context, input: NewConsent): Promise<GivenConsent> {
  const personId = ownPerson(ctx)
  const purpose = input.purpose.trim()
  const length = Array.from(purpose).length
  if (length < 2 || length > MOST_PURPOSE || textFault(purpose) !== null)
    throw badConsent('用途', `应为 2 到 ${MOST_PURPOSE} 个字，不含不能打印的字符`)
  if (!Number.isSafeInteger(input.days) || input.days < 1 || input.days > MOST_DAYS)
    throw badConsent('有效天数', `应为 1 到 ${MOST_DAYS}`)
  return ctx.database.transaction(async (tx) => {
    const office = await findAuthority(tx, input.officeId)
    if (office === null) throw badConsent('单位', '没有登记这个单位')
    const key = (await personKeys(ctx, tx, [personId])).get(personId) as PersonKey
    const id = base64url(ctx.random(16))
    const token = spelled(ctx.random(CHARACTERS))
    const createdAt = ctx.now()
    const expiresAt = new Date(createdAt.getTime() + input.days * DAY_MS)
    await tx.insert(integrityConsents).values({
      id,
      personId,
      officeId: office.id,
      purpose: protectText(key, purposePlace(id), purpose, ctx.random(NONCE_LENGTH)),
      digest: codeDigest(ctx, 'consent', token),
      createdAt,
      expiresAt,
      usedAt: null,
      withdrawnAt: null,
    })
    await recordAct(ctx, tx, {
      act: 'integrity.own',
      officeId: office.id,
      subjects: [personId],
      about: id,
      facts: { what: 'consented' },
    })
    return { consentId: id, token: grouped(token), expiresAt }
  })
}

/**
 * Takes back what was not used yet, under whichever number it was given. Refuses `integrity/not-at-own-door`,
 * `integrity/consent-not-found`.
 */
export async function withdrawConsent(ctx: Context, input: { readonly consentId: string }): Promise<void> {
  const personId = ownPerson(ctx)
  await ctx.database.transaction(async (tx) => {
    const ids = (await samePersons(tx, [personId])).get(personId) ?? [personId]
    const [taken] = await tx
      .update(integrityConsents)
      .set({ withdrawnAt: ctx.now() })
      .where(
        and(
          eq(integrityConsents.id, input.consentId),
          inArray(integrityConsents.personId, [...ids]),
          isNull(integrityConsents.usedAt),
          isNull(integrityConsents.withdrawnAt),
          gt(integrityConsents.expiresAt, await steadyNow(ctx, tx)),
        ),
      )
      .returning({ officeId: integrityConsents.officeId })
    if (!taken) throw consentNotFound()
    await recordAct(ctx, tx, {
      act: 'integrity.own',
      officeId: taken.officeId,
      subjects: [personId],
      about: input.consentId,
      facts: { what: 'withdrawn' },
    })
  })
}

export type ConsentState = 'open' | 'used' | 'withdrawn' | 'past'

export interface OwnConsent {
  readonly id: string
  readonly office: string
  readonly purpose: string
  readonly expiresAt: Date
  readonly state: ConsentState
}

/** Step: the consents of the persons of these keys, the newest first. Whoever calls is that person. */
export async function consentsOf(
  ctx: Context,
  handle: Handle,
  keys: ReadonlyMap<string, PersonKey>,
): Promise<readonly OwnConsent[]> {
  const rows = await handle
    .select({ consent: integrityConsents, office: currentAuthorities.name })
    .from(integrityConsents)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, integrityConsents.officeId))
    .where(inArray(integrityConsents.personId, [...keys.keys()]))
    .orderBy(desc(integrityConsents.createdAt), desc(integrityConsents.id))
    .limit(100)
  return rows.map(({ consent, office }) => ({
    id: consent.id,
    office,
    purpose: revealText(keys.get(consent.personId) as PersonKey, purposePlace(consent.id), consent.purpose),
    expiresAt: consent.expiresAt,
    state: consentState(consent, ctx.now()),
  }))
}

/** Where a consent stands at an instant. */
export function consentState(
  {
    usedAt,
    withdrawnAt,
    expiresAt,
  }: Pick<typeof integrityConsents.$inferSelect, 'usedAt' | 'withdrawnAt' | 'expiresAt'>,
  now: Date,
): ConsentState {
  if (usedAt !== null) return 'used'
  if (withdrawnAt !== null) return 'withdrawn'
  return now < expiresAt ? 'open' : 'past'
}
