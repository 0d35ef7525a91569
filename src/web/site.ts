/** What every page says about who runs it; built once at start. */
export interface Site {
  /** The issuing organisation's registered name. */
  readonly organisation: string
  /** Its English name; null shows the Chinese one on English pages too. */
  readonly organisationEn: string | null
  /** PUBLIC_ORIGIN: the one address these pages may be read at. */
  readonly origin: string
  /** SHA-256 of the certificate key now in use, 64 lower-case hex digits. */
  readonly fingerprint: string
  /** Where the hashed files of this start are served. */
  readonly assets: AssetPaths
}

export interface AssetPaths {
  readonly style: string
  /** The desks' own sheet, beside the public one. */
  readonly deskStyle: string
  /** The script of a verdict's page. */
  readonly script: string
  /** The script of the pages that check, and the scanner's with its decoder (WebAssembly). */
  readonly check: string
  readonly scan: string
  readonly decoder: string
  /** Follows long work at a desk. */
  readonly job: string
  readonly icon: string
  readonly touchIcon: string
  readonly icon192: string
  readonly icon512: string
}

/** The host a reader must find in the address bar, with its port if it has one. */
export const hostOf = (site: Site): string => new URL(site.origin).host

/** Hex in groups of four, as a person compares it. */
export const groupedHex = (hex: string): string => hex.replace(/(.{4})(?=.)/g, '$1 ')
