import { shanghaiMinute } from '../../calendar/day.ts'
import { findingSaid, type Statement, type StatementAnswer } from '../../credentials/statement.ts'
import { document } from '../../web/layout.tsx'
import type { Site } from '../../web/site.ts'
import { FactTable } from '../../web/table.tsx'
import { verdictBanner } from '../../web/verdict-banner.ts'
import { ONLY_ITS_DAY } from './statement-sentences.ts'

/** A statement as whoever was handed it reads it; Chinese only, like the statement. */
export const statementPage = (site: Site, { verdict, reasons, statement }: StatementAnswer): string =>
  document({
    site,
    language: 'zh',
    title: '职称诚信声明查验',
    children:
      statement === null ? (
        <>
          <div
            dangerouslySetInnerHTML={{
              __html: verdictBanner({ verdict, language: 'zh', line: reasons[0]?.message ?? '' }).markup,
            }}
          />
          <p>声明由本人出具。请本人在“本人查询”中重新出具一份，当面扫码查验。</p>
        </>
      ) : (
        <Genuine statement={statement} />
      ),
  })

const Genuine = ({ statement }: { statement: Statement }) => (
  <>
    <section class="verdict historical" aria-labelledby="verdict">
      <h1 id="verdict" class="long">
        声明真实
      </h1>
      <p class="verdict-note">
        <span>{findingSaid(statement)}</span>
      </p>
      <p class="verdict-who">
        <b class="name">{statement.name}</b>
      </p>
      <p class="verdict-line">由本人出具，只供下列单位用于下列用途。</p>
    </section>
    <div class="note">
      <p>
        <b>请核对：</b>
        出示人的姓名和证件号码末四位，是否与下表一致；手中的声明所印各项，是否与本页一致。以本页为准。
      </p>
    </div>
    <FactTable
      caption="声明的内容"
      facts={[
        { label: '姓名', value: <b class="name">{statement.name}</b> },
        { label: '证件号码末四位', value: <span class="mono">{statement.idTail}</span> },
        { label: '结论', value: findingSaid(statement) },
        { label: '出具给', value: statement.recipient },
        { label: '用途', value: statement.purpose },
        { label: '出具时间', value: shanghaiMinute(new Date(statement.madeAt * 1000)) },
        { label: '声明编号', value: <span class="mono">{statement.code}</span> },
      ]}
    />
    <p class="soft">{ONLY_ITS_DAY}不得用于其他用途，不得公开。</p>
  </>
)
