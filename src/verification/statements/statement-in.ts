import { readStatementText } from '../../credentials/statement.ts'
import { isPdf } from '../read-pdf-evidence.ts'
import { readQrPicture } from '../read-qr-picture.ts'
import type { Submitted } from '../submitted.ts'

/** A photographed code as its text, so that it is read once; a picture without one stays what it is. */
export async function withoutPicture(submitted: Submitted): Promise<Submitted> {
  if (!('file' in submitted) || isPdf(submitted.file)) return submitted
  const text = await readQrPicture(submitted.file)
  return text === null ? submitted : { credential: text }
}

/** The text of a statement's code; null: something else was submitted. */
export const statementIn = (submitted: Submitted): string | null =>
  'credential' in submitted && readStatementText(submitted.credential) !== null ? submitted.credential : null
