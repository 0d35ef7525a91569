import type { Day } from '../calendar/day.ts'
import type { Keyring } from '../signing/keyring.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'

/** Who acts, as the act's own record names them; never by a person's name. */
export interface Actor {
  readonly kind: 'console' | 'account' | 'client' | 'service' | 'public'
  /** Stored beside what was done: 'console:root', 'account:<id>', 'client:<id>', 'service:<what>', 'public'. */
  readonly name: string
  /** The human behind an account (people/'s id): two accounts of one person share it. */
  readonly personId: string | null
  /** The account's or client's id. */
  readonly accountId: string | null
  readonly sessionId: string | null
  /** Why, in the actor's own words, where an act asks for it. */
  readonly purpose: string | null
}

/** An actor that is no signed-in person. */
export const actorOf = (kind: 'console' | 'service' | 'public', name: string): Actor => ({
  kind,
  name: kind === 'public' ? 'public' : `${kind}:${name}`,
  personId: null,
  accountId: null,
  sessionId: null,
  purpose: null,
})

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
  readonly Variables: {
    readonly ctx: Context
    /** The question led nowhere: its asker may be counting through numbers. */
    readonly missed?: boolean
    /** The answer brings every header of ours already. */
    readonly carriesHeaders?: boolean
    /** What was answered, for the day's counts. */
    readonly verdict?: string
  }
}
