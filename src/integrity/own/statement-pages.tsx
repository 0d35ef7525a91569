import { chineseDay, shanghaiMinute } from '../../calendar/day.ts'
import { qrModules } from '../../credentials/qr.ts'
import { QrSvg } from '../../credentials/qr-svg.tsx'
import { findingSaid, type Statement } from '../../credentials/statement.ts'
import type { PaperPart } from '../../rendering/paper.ts'
import { Refused, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import type { Site } from '../../web/site.ts'
import { FactTable } from '../../web/table.tsx'
import { MOST_WORDS, type MadeStatement } from './make-statement.ts'
import { MY, ownPage } from './own-frame.tsx'
import type { OwnStatus } from './own-status.ts'

/** Those made before, and the form for another. */
export const statementsPage = (
  site: Site,
  { name, statements }: Pick<OwnStatus, 'name' | 'statements'>,
  returned: Returned | null,
): string =>
  ownPage(site, {
    title: '诚信声明',
    name,
    children: (
      <>
        <h1>诚信声明</h1>
        <p>
          声明写明截至今天有没有在记录期内的诚信记录（有的，写到哪一天为止；不写为什么），由发证机关的密钥签名。只给您指定的单位、只用于您写明的用途，扫码即可查验真伪。它只说明当天，以后不会因为变化而作废。
        </p>
        <Refused returned={returned} />
        <form method="post" action={`${MY}/statements`}>
          <Field
            language="zh"
            name="recipient"
            label="出具给谁"
            hint={`单位全称，${MOST_WORDS} 字以内。`}
            required
            value={returned?.typed.recipient}
            maxLength={MOST_WORDS}
          />
          <Field
            language="zh"
            name="purpose"
            label="用途"
            hint={`如“应聘高级工程师岗位”，${MOST_WORDS} 字以内。`}
            required
            value={returned?.typed.purpose}
            maxLength={MOST_WORDS}
          />
          <Field
            language="zh"
            name="idNumber"
            label="您的证件号码"
            hint="与登记的核对；声明上只写末四位，以便和同名的人区分。"
            required
            maxLength={40}
          />
          <button type="submit">出具声明</button>
        </form>
        {statements.length > 0 && (
          <>
            <h2>以前出具的</h2>
            <ul class="ways">
              {statements.map(({ code, day }) => (
                <li>
                  <a href={`${MY}/statements/${code}`}>{chineseDay(day)}</a>{' '}
                  <span class="mono small">{code.slice(0, 6)}…</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </>
    ),
  })

const factsOf = (statement: Statement): readonly (readonly [string, string])[] => [
  ['姓名', statement.name],
  ['证件号码末四位', statement.idTail],
  ['结论', findingSaid(statement)],
  ['出具给', statement.recipient],
  ['用途', statement.purpose],
  ['出具时间', shanghaiMinute(new Date(statement.madeAt * 1000))],
  ['声明编号', statement.code],
]

const CLOSING =
  '本声明由本人出具，只说明当日的情况，不得用于其他用途。扫二维码、打开网址，或在查验页上传本声明的 PDF 查验，以查验页为准。'

/** The statement on a screen or from a browser's printer. */
export const statementSheet = (site: Site, { statement, text }: MadeStatement, pdf: string): string =>
  ownPage(site, {
    title: '职称诚信声明',
    name: statement.name,
    children: (
      <>
        <h1>职称诚信声明</h1>
        <FactTable
          caption={site.organisation}
          facts={factsOf(statement).map(([label, value]) => ({ label, value }))}
        />
        <div class="code">
          <QrSvg text={text} label="查验本声明的二维码" />
        </div>
        <p class="small mono">{text.split('#')[0]}</p>
        <p>{CLOSING}</p>
        <p class="screen">
          <a class="button" href={pdf}>
            下载 PDF
          </a>
        </p>
      </>
    ),
  })

/** The same for the printer. */
export const statementParts = ({ statement, text }: MadeStatement): readonly PaperPart[] => [
  { kind: 'facts', facts: factsOf(statement) },
  { kind: 'code', qr: qrModules(text), text: `${CLOSING}\n${text.split('#')[0]}` },
]
