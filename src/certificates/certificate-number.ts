const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** ISO 7064 MOD 37,36 check character of 0–9 A–Z text. Throws RangeError on any other character. */
export function checkCharacter(text: string): string {
  let product = 36
  for (const char of text) {
    const value = ALPHABET.indexOf(char)
    if (value < 0) throw new RangeError(`not 0-9 A-Z: ${char}`)
    const sum = (product + value) % 36 || 36
    product = (sum * 2) % 37
  }
  return ALPHABET[(37 - product) % 36] ?? ''
}

/** True when the last character checks the others. */
export const checksOut = (text: string): boolean =>
  /^[0-9A-Z]{2,}$/.test(text) && checkCharacter(text.slice(0, -1)) === text.slice(-1)

/**
 * The default pattern: the issuer's prefix, the year of issue, a serial of at least six digits that starts at 1 each
 * year and has no gaps, and a check character.
 */
export function formatNumber(prefix: string, year: number, serial: number): string {
  const body = `${prefix}${year}${String(serial).padStart(6, '0')}`
  return body + checkCharacter(body)
}
