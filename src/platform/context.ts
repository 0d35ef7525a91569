import type { Day } from '../calendar/day.ts'
import type { Keyring } from '../signing/keyring.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'

/** Who acts. Accounts come with sign-in; until then only the operator at the server's own console acts. */
export interface Actor {
  readonly kind: 'operator' | 'public'
  readonly name: string
}

/** What every act stands on. Time, chance and settings enter the house here and nowhere else. */
export interface Context {
  readonly config: Config
  readonly database: Database
  readonly keyring: Keyring
  readonly actor: Actor
  now(): Date
  /** The day it is in China. */
  today(): Day
  /** Bytes nobody can guess. */
  random(length: number): Uint8Array
}

/** Hono's environment: every edge finds the context here. */
export interface Env {
  readonly Variables: { readonly ctx: Context }
}
