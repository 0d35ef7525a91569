import { fromUtf8, utf8 } from '../../signing/bytes.ts'

/** All that others are told: is there a record in its term today. As long either way, on a page and in JSON. */
export type Finding = 'recorded' | 'no-entry'

export const findingOf = (isListed: boolean): Finding => (isListed ? 'recorded' : 'no-entry')

/** Words of one length: neither a page nor its size says more than the word itself. */
export const findingWords = (finding: Finding): string =>
  ({ recorded: '有记录期内的诚信记录', 'no-entry': '无记录期内的诚信记录' })[finding]

/** What is kept of an asking for its person. */
export interface InquiryWords {
  readonly purpose: string
  readonly finding: Finding
}

const LENGTH = 512

/** Always 512 bytes: what is kept says by its length neither how it was answered nor how much was said. */
export function inquiryBytes({ purpose, finding }: InquiryWords): Uint8Array {
  const text = utf8(JSON.stringify({ purpose, finding }))
  if (text.length > LENGTH) throw new RangeError('a purpose has 100 characters at most')
  const padded = new Uint8Array(LENGTH).fill(0x20)
  padded.set(text)
  return padded
}

/** Ours: written by `inquiryBytes` and authenticated by the person's key. */
export const inquiryFrom = (bytes: Uint8Array): InquiryWords => JSON.parse(fromUtf8(bytes)) as InquiryWords
