import { readStatementText } from '../../credentials/statement.ts'
import { isPdf } from '../read-pdf-evidence.ts'
import { readQrPicture } from '../read-qr-picture.ts'
import type { Submitted } from '../submitted.ts'
import { statementInPdf } from './statement-in-pdf.ts'

/** A photographed code, or a statement's PDF, as its text, so that it is read once; any other file stays what it is. */
export async function withoutPicture(submitted: Submitted): Promise<Submitted> {
  if (!('file' in submitted)) return submitted
  const { file } = submitted
  const text = isPdf(file) ? statementInPdf(file) : await readQrPicture(file)
  return text === null ? submitted : { credential: text }
}

/** The text of a statement's code; null: something else was submitted. */
export const statementIn = (submitted: Submitted): string | null =>
  'credential' in submitted && readStatementText(submitted.credential) !== null ? submitted.credential : null
