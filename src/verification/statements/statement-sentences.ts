// Bundled into pages: no node modules here.
import { findingSaid, type StatementAnswer } from '../../credentials/statement.ts'

const WORDS = { valid: '声明真实', 'not-valid': '声明无效', 'cannot-tell': '无法判定' } as const

/** What has to be read beside it. */
export const ONLY_ITS_DAY =
  '声明只说明当日的情况，不因以后的变化而改变或作废；需要了解现在的情况，请本人重新出具。'

/** The answer in a few lines, for a command and for a page without a server. */
export function statementSentences({ verdict, reasons, statement }: StatementAnswer): readonly string[] {
  if (statement === null) return [WORDS[verdict], ...reasons.map(({ message }) => message)]
  const { name, idTail, recipient, purpose, issuer, code } = statement
  return [
    `${WORDS[verdict]}：${findingSaid(statement)}。`,
    `${name}（证件号码末四位 ${idTail}）`,
    `出具给：${recipient}  用途：${purpose}`,
    `${issuer}  声明编号 ${code}`,
    ONLY_ITS_DAY,
  ]
}
