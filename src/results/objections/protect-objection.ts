import {
  newPersonKey,
  NONCE_LENGTH,
  openPersonKey,
  protect,
  protectText,
  reveal,
  revealText,
  type PersonKey,
} from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { fromUtf8, utf8 } from '../../signing/bytes.ts'

// The envelope is people/'s; an objection stands where a person would, and its name says so.
const keyName = (id: string): string => `objection/${id}`

/** Step: a data key of the objection's own, from fresh chance. */
export const newObjectionKey = (ctx: Context, id: string): PersonKey =>
  newPersonKey(ctx.keyring.fields, keyName(id), ctx.random(32))

export const openObjectionKey = (ctx: Context, id: string, wrapped: Uint8Array): PersonKey =>
  openPersonKey(ctx.keyring.fields, keyName(id), wrapped)

const textPlace = (id: string) => ({ column: 'objections.text', row: id }) as const
const contactPlace = (id: string) => ({ column: 'objections.contact', row: id }) as const
const groundPlace = (id: string) => ({ column: 'objection_steps.ground', row: id }) as const

/** Under the key of whom it is about inside its own: forgetting that person ends it, and so does its own end. */
export function sealText(
  ctx: Context,
  id: string,
  key: PersonKey,
  about: PersonKey | null,
  text: string,
): Uint8Array {
  const inner = about ? protectText(about, textPlace(id), text, ctx.random(NONCE_LENGTH)) : utf8(text)
  return protect(key, textPlace(id), inner, ctx.random(NONCE_LENGTH))
}

/** `about` null while the row names a person: they were erased, and so was what was said of them. */
export function openText(
  id: string,
  key: PersonKey,
  of: { readonly sealed: Uint8Array; readonly namesSomebody: boolean; readonly about: PersonKey | null },
): string | null {
  if (of.sealed.length === 0 || (of.namesSomebody && of.about === null)) return null
  const inner = reveal(key, textPlace(id), of.sealed)
  return of.about ? revealText(of.about, textPlace(id), inner) : fromUtf8(inner)
}

export const sealContact = (ctx: Context, id: string, key: PersonKey, contact: string): Uint8Array =>
  protectText(key, contactPlace(id), contact, ctx.random(NONCE_LENGTH))

export const openContact = (id: string, key: PersonKey, sealed: Uint8Array): string =>
  revealText(key, contactPlace(id), sealed)

export const sealGround = (ctx: Context, stepId: string, key: PersonKey, ground: string): Uint8Array =>
  protectText(key, groundPlace(stepId), ground, ctx.random(NONCE_LENGTH))

export const openGround = (stepId: string, key: PersonKey, sealed: Uint8Array): string =>
  revealText(key, groundPlace(stepId), sealed)
