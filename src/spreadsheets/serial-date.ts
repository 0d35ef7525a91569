/** Last serial of 9999-12-31 in the 1900 system. */
const LAST_SERIAL = 2_958_465
const DAYS_1904 = 1462
const MS_PER_DAY = 86_400_000
const DAY_ZERO = Date.UTC(1899, 11, 30)

/**
 * The moment a serial number stands for, as 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM:SS'; null when it stands for none.
 * The 1900 system counts a 29 February 1900 that never was (ECMA-376-1 §18.17.4.1): it is given as such.
 */
export function serialDate(serial: number, date1904: boolean): string | null {
  const in1900 = date1904 ? serial + DAYS_1904 : serial
  if (!(in1900 >= 1 && in1900 < LAST_SERIAL + 1)) return null
  const seconds = Math.round(in1900 * 86_400)
  const day = Math.floor(seconds / 86_400)
  if (day === 60) return '1900-02-29'
  const moment = new Date(
    DAY_ZERO + (day < 60 ? day + 1 : day) * MS_PER_DAY + (seconds % 86_400) * 1000,
  ).toISOString()
  return seconds % 86_400 === 0 ? moment.slice(0, 10) : `${moment.slice(0, 10)} ${moment.slice(11, 19)}`
}
