import { hash, parseOptions, verify } from '@node-rs/argon2'
import { utf8 } from '../../signing/bytes.ts'

/** RFC 9106 §4, second recommended option: 64 MiB, 3 passes, 4 lanes. Argon2id is the library's default. */
const PARAMETERS = { memoryCost: 65_536, timeCost: 3, parallelism: 4, outputLen: 32 } as const
const SALT_BYTES = 16

/** Characters as people count them, and bytes. */
const LEAST_CHARACTERS = 12
const MOST_BYTES = 1024

/** Why a text may not become a password; `identity/password-<fault>` is the public code. */
export type PasswordFault = 'too-short' | 'too-long' | 'is-login' | 'too-common'

/** Judged before any hashing, so that nobody makes us hash a book. */
export const isTooLong = (password: string): boolean =>
  password.length > MOST_BYTES || utf8(password).length > MOST_BYTES

// What lists of stolen passwords hold most often among those of twelve characters and more.
const COMMONEST = new Set(
  `123456789012 1234567890123 12345678901234 123456123456 111111111111 000000000000 aaaaaaaaaaaa 123123123123
  1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv qwertyuiop123 qwertyuiop[] 1234qwerasdf qwer1234asdf asdfghjkl123
  qwerty123456 abcdefghijkl abc123456789 a12345678901 password1234 password12345 password123456 passw0rd1234
  p@ssw0rd1234 p@ssword1234 administrator admin1234567 admin123456789 woaini1314520 woaini123456 woaini5201314
  5201314520131 52013145201314 iloveyou1234 iloveyouiloveyou q1w2e3r4t5y6 zxcvbnm12345 zxcvbnm123456
  zhengxin1234 zhicheng1234 changeme1234 letmein12345 welcome12345 welcome123456 147258369147 987654321098
  112233445566 123456abcdef abcd12345678 1234abcd1234 88888888888888 888888888888 666666666666 999999999999`
    .split(/\s+/)
    .map(normal),
)

/** No rules of composition (NIST SP 800-63B §5.1.1.2): length, and not what everybody tries first. */
export function passwordFault(password: string, login: string): PasswordFault | null {
  if (isTooLong(password)) return 'too-long'
  const text = normal(password)
  if (Array.from(text).length < LEAST_CHARACTERS) return 'too-short'
  if (text.toLowerCase() === login) return 'is-login'
  return COMMONEST.has(text.toLowerCase()) ? 'too-common' : null
}

/** A hash with its parameters and salt in it. `random16`: the salt. */
export const hashPassword = (password: string, random16: Uint8Array): Promise<string> =>
  hash(normal(password), { ...PARAMETERS, salt: random16 })

// What is hashed when there is nobody to compare with, so that nobody's absence is quicker.
const NOBODY = hash('', { ...PARAMETERS, salt: new Uint8Array(SALT_BYTES) })

/** Whether the password is the one; `null` takes as long and is always wrong. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await NOBODY), normal(password))
  return matches && stored !== null
}

/** Was it hashed with other parameters than today's? */
export function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, parallelism, outputLen } = parseOptions(stored)
  return (
    memoryCost !== PARAMETERS.memoryCost ||
    timeCost !== PARAMETERS.timeCost ||
    parallelism !== PARAMETERS.parallelism ||
    outputLen !== PARAMETERS.outputLen
  )
}

/** One spelling of what looks alike on two keyboards (NIST SP 800-63B §5.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC')
}
