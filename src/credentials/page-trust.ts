// Bundled into pages: no node modules here.
import type { Day } from '../calendar/day.ts'
import { base64url, fromBase64url } from '../signing/bytes.ts'
import type { Verdict } from './reason.ts'
import type { TrustedKey, TrustedKeys } from './trusted-key.ts'

/** The JSON of `<script id="zhengxin-trust" type="application/json">`: what the page's own check (in-page.ts) trusts. */
export interface PageTrust {
  readonly keys: readonly {
    readonly kid: string
    /** base64url. */
    readonly publicKey: string
    readonly from: Day
    readonly until: Day | null
    readonly state: TrustedKey['state']
  }[]
  /** The page never calls agreeable what the server called otherwise. */
  readonly serverVerdict: Verdict
}

export const pageTrustOf = (keys: readonly TrustedKey[], serverVerdict: Verdict): PageTrust => ({
  keys: keys.map((key) => ({ ...key, publicKey: base64url(key.publicKey) })),
  serverVerdict,
})

export const keysOfPage = (trust: PageTrust): TrustedKeys =>
  new Map(trust.keys.map((key) => [key.kid, { ...key, publicKey: fromBase64url(key.publicKey) }]))
