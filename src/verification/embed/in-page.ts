// verifier.js: one file without dependencies for anybody's site. What it exports is a promise.
import type { Asked } from '../../credentials/verdict.ts'
import type { ReceiptAnswer } from '../../credentials/receipt.ts'
import type { StatementAnswer } from '../../credentials/statement.ts'
import {
  answerFor,
  answerForFile,
  answerForReceipt,
  answerForStatement,
  keepBundle as keep,
  type KeptBundle,
} from '../verifier.ts'
import type { VerificationAnswer } from '../verification-answer.ts'

export type { KeptBundle, ReceiptAnswer, StatementAnswer, VerificationAnswer }

interface Options {
  /** The instant to judge at, a Date or ISO 8601; now when left out. */
  readonly now?: Date | string
  /** The day the verdict is about, YYYY-MM-DD in China; today when left out. */
  readonly asOf?: string
}

/** Of this interface; a change that breaks a caller raises it. */
export const version = 1

/** The verdict on the text of a QR code, its digits, or an SD-JWT VC. `bundle` is the text of zhengxin-trust.json. */
export const verify = (text: string, bundle: string, options: Options = {}): VerificationAnswer =>
  answerFor(textOf(text), textOf(bundle), instantOf(options), askedIn(options))

/** The verdict on a certificate's PDF; the file goes nowhere. */
export const verifyFile = (
  file: Uint8Array | ArrayBuffer,
  bundle: string,
  options: Options = {},
): VerificationAnswer =>
  answerForFile(new Uint8Array(file), textOf(bundle), instantOf(options), askedIn(options))

/** Whether an employer's receipt is genuine, and what was found then; null when the bundle is unusable. */
export const verifyReceipt = (receipt: string, bundle: string): ReceiptAnswer | null =>
  answerForReceipt(textOf(receipt), textOf(bundle))

/** Whether a person's statement of their own integrity record is genuine: the text of its QR code. Of its day alone. */
export const verifyStatement = (text: string, bundle: string): StatementAnswer | null =>
  answerForStatement(textOf(text), textOf(bundle))

/** Which bundle to hold: the one fetched, unless it is older than the one held or not of the same ledger. */
export const keepBundle = (held: string | null, fetched: string): KeptBundle => keep(held, textOf(fetched))

// Other people's sites are not type-checked.
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const instantOf = ({ now }: Options): Date => (now === undefined ? new Date() : new Date(now))

const askedIn = ({ asOf }: Options): Asked => (asOf === undefined ? {} : { asOf })
