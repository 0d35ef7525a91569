import { setImmediate as breath } from 'node:timers/promises'
import { chineseDay } from '../../calendar/day.ts'
import { markup } from '../../web/markup.ts'
import type { CheckedBatch, CheckedRow } from './check-batch.ts'
import { saidOf, VERDICT_WORDS } from './result-workbook.ts'
import type { SignedReceipt } from './sign-receipt.ts'

// A file of its own, opened from a disk: it brings its sheet along and asks nothing of anybody.
const SHEET = `
body{font:11pt/1.6 "Songti SC","SimSun","Noto Serif CJK SC",serif;color:#000;margin:1.5cm auto;max-width:19cm;padding:0 .5cm}
h1{font-size:16pt;text-align:center;margin:0 0 .5cm}
dl{margin:0 0 .5cm}dt{float:left;clear:left;width:6em;color:#444}dd{margin:0 0 .1cm 6.5em;word-break:break-all}
table{table-layout:fixed;border-collapse:collapse;width:100%;margin:0 0 .5cm;font-size:10pt}
th,td{border:1px solid #777;padding:.1cm .2cm;text-align:left;vertical-align:top;word-break:break-word}
thead{display:table-header-group}tr{page-break-inside:avoid}
.small{font-size:9pt;color:#333}
@page{size:A4;margin:1.5cm}@media print{body{margin:0;padding:0;max-width:none}}
`

// Others have their turn between.
const AT_ONCE = 500

/** The receipt for eyes and paper: one HTML file. The signature stands in the JSON file beside it, which it names. */
export async function receiptPrint(batch: CheckedBatch, receipt: SignedReceipt): Promise<string> {
  const rows: string[] = []
  for (let from = 0; from < batch.rows.length; from += AT_ONCE) {
    rows.push(markup(<>{batch.rows.slice(from, from + AT_ONCE).map(printedRow)}</>))
    await breath()
  }
  return pageAround(batch, receipt).replace(ROWS, () => `<tbody>${rows.join('')}</tbody>`)
}

const ROWS = '<tbody></tbody>'

function pageAround(batch: CheckedBatch, receipt: SignedReceipt): string {
  return `<!doctype html>${markup(
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`职称证书核验回执 ${receipt.id}`}</title>
        <style>{SHEET}</style>
      </head>
      <body>
        <h1>职称证书核验回执</h1>
        <Heading batch={batch} receipt={receipt} />
        <table>
          <colgroup>
            {['7%', '20%', '15%', '11%', '20%', '27%'].map((width) => (
              <col width={width} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {['行号', '证书编号', '姓名', '结论', '职称（级别）', '说明'].map((column) => (
                <th>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody></tbody>
        </table>
        <p class="small">
          结论只说明核验那一刻的状态，以后可能变化，请以再次核验为准。“无法判定”不等于证书是假的，请向原发证单位确认。
        </p>
        <p class="small">
          本页便于阅读和归档；能证明内容没有改动的是同时下载的回执文件（{fileNameOf(receipt)}
          ），请一并保存。任何人可用命令 zhengxin verify {fileNameOf(receipt)} 或 verifier.js
          验证，不必联系发证机关。
        </p>
      </body>
    </html>,
  )}`
}

export const fileNameOf = ({ id }: SignedReceipt): string => `zhengxin-receipt-${id.slice(0, 8)}.json`

function Heading({ batch, receipt }: { batch: CheckedBatch; receipt: SignedReceipt }) {
  const { counts, checkedAt } = receipt
  const [origin = '', size = ''] = (receipt.checkpoint ?? '').split('\n')
  return (
    <dl>
      <dt>核验单位</dt>
      <dd>
        {batch.office.name}（{batch.office.creditCode}）
      </dd>
      <dt>核验时间</dt>
      <dd>
        {chineseDay(checkedAt.slice(0, 10))} {checkedAt.slice(11, 19)}
      </dd>
      <dt>结果</dt>
      <dd>
        共 {batch.rows.length} 份：有效 {counts.valid}，无效 {counts['not-valid']}，无法判定{' '}
        {counts['cannot-tell']}
      </dd>
      <dt>存证检查点</dt>
      <dd>{receipt.checkpoint === null ? '尚未发布' : `${origin} 第 ${size} 条`}</dd>
      <dt>回执编号</dt>
      <dd>{receipt.id}</dd>
      <dt>签名密钥</dt>
      <dd>{receipt.kid}</dd>
    </dl>
  )
}

function printedRow({ asked, answer }: CheckedRow) {
  const found = answer.certificate ?? answer.pastTitle
  return (
    <tr>
      <td>{asked.row}</td>
      <td>{asked.number || (found?.number ?? '')}</td>
      <td>{asked.name || (found?.name ?? '')}</td>
      <td>{VERDICT_WORDS[answer.verdict]}</td>
      <td>{found ? `${found.title}（${found.level.name}）` : ''}</td>
      <td>{saidOf(answer)}</td>
    </tr>
  )
}
