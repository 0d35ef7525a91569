// Bundled into pages: no node modules here.
import { readStatementText } from '../../credentials/statement.ts'
import { latin1 } from '../../signing/bytes.ts'

/**
 * What the code of a statement's PDF says, as the file carries it (rendering/paper.ts); null: it carries none, or several.
 * The paper itself is believed in nothing. A file that claims a signature is judged by that one, as a certificate.
 */
export function statementInPdf(bytes: Uint8Array): string | null {
  const file = latin1(bytes)
  if (!file.slice(0, 1024).includes('%PDF-') || file.includes('/ByteRange')) return null
  const carried = [...file.matchAll(/\/Code\(([\x21-\x7E]{1,8000}?)\)/g)].map(([, code = '']) => code)
  const [text] = carried
  return text !== undefined && carried.length === 1 && readStatementText(text) !== null ? text : null
}
