/** What a browser says of where a post comes from. */
export interface PostedFrom {
  readonly origin: string | undefined
  /** Sec-Fetch-Site. */
  readonly site: string | undefined
}

/** Does a post come from our own pages? Whoever says nothing does not (OWASP: verifying origin with headers). */
export function isSameOrigin({ origin, site }: PostedFrom, publicOrigin: string): boolean {
  if (site !== undefined && site !== 'same-origin') return false
  return origin === undefined ? site === 'same-origin' : origin === publicOrigin
}
