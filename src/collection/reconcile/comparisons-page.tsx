import { chineseDay } from '../../calendar/day.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import { choosesFields, outcomeName, outcomesFor } from './outcome.ts'
import type { ComparedBatch } from './read-comparisons.ts'
import type { Verdict } from './schema.ts'
import type { ShownComparison, ShownSide } from './shown-comparison.ts'

const VERDICTS: Readonly<Record<Verdict, readonly [name: string, mark: string]>> = {
  same: ['相同', 'good'],
  different: ['不同', 'wait'],
  conflicting: ['冲突', 'bad'],
  missing: ['缺少', 'wait'],
}

export const comparisonsPath = (batchId: string): string => `/desk/collection/batches/${batchId}/comparisons`

interface Page extends ComparedBatch {
  readonly mayDecide: (officeId: string) => boolean
  readonly isOpen: boolean
  /** What was not taken, and for which comparison. */
  readonly returned: (Returned & { readonly key: string }) | null
}

/** What a batch does not agree with: only that, both sides beside each other. */
export const comparisonsPage = (frame: Frame, page: Page): string => {
  const { batch, last, undecided, shown, next } = page
  const path = comparisonsPath(batch.id)
  const mayStart = page.mayDecide(batch.officeId) && batch.state === 'in-proof'
  return deskPage({
    ...frame,
    title: '比对',
    current: '/desk/collection',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/collection">职称归集</a> ›{' '}
          <a href={`/desk/collection/${batch.programmeId}/offices/${batch.officeId}`}>报送机构</a> ›{' '}
          <a href={`/desk/collection/batches/${batch.id}`}>批次《{batch.fileName}》</a> ›
        </p>
        <h1>比对</h1>
        <p>
          与本批其他行、本单位和其他单位已验收的、本系统已发的职称逐项比对。只列有出入的；没有写的不算出入，相同的不必决定。
        </p>
        {last === null && !mayStart && <EmptyState>还没有比对。</EmptyState>}
        {last !== null && (
          <ul class="figures">
            <Figure
              count={last.rows}
              words={`行已比对（第 ${last.round} 轮，${chineseDay(last.comparedOn)}）`}
            />
            <Figure count={last.same} words="与已有的相同" />
            <Figure count={last.different} words="不同" />
            <Figure count={last.conflicting} words="冲突" />
            <Figure count={last.missing} words="已验收而本批没有" />
            <Figure count={undecided} words="还没有决定" />
          </ul>
        )}
        {mayStart && <CompareForm path={path} isAgain={last !== null} />}
        {last !== null && (
          <>
            <p class="actions">
              {page.isOpen ? <a href={`${path}?all=1`}>也看已决定的</a> : <a href={path}>只看没有决定的</a>}
              <a href={`/desk/collection/batches/${batch.id}/mending`}>待修字（{batch.mending} 行）</a>
            </p>
            {shown.length === 0 && <EmptyState>没有需要决定的差异。</EmptyState>}
            {shown.map((each) => (
              <Card
                path={path}
                each={each}
                mayDecide={page.mayDecide(each.decidingOfficeId) && batch.state === 'in-proof'}
                isAbove={each.decidingOfficeId !== batch.officeId}
                returned={page.returned?.key === each.comparison.key ? page.returned : null}
              />
            ))}
            {next !== null && (
              <p class="actions">
                <a class="button" href={`${path}?after=${next}${page.isOpen ? '' : '&all=1'}`}>
                  下一页
                </a>
              </p>
            )}
          </>
        )}
      </>
    ),
  })
}

const Figure = ({ count, words }: { readonly count: number; readonly words: string }) => (
  <li>
    <b>{count}</b>
    {words}
  </li>
)

const CompareForm = ({ path, isAgain }: { readonly path: string; readonly isAgain: boolean }) => (
  <form method="post" action={`${path}/start`} class="card">
    <h2>{isAgain ? '重新比对' : '开始比对'}</h2>
    {isAgain && <p class="soft">已作的决定仍然有效，只需决定新出现的。</p>}
    <label class="choice">
      <input type="radio" name="scope" value="addition" checked /> 本批是补报：以前验收的都保留
    </label>
    <label class="choice">
      <input type="radio" name="scope" value="whole" />{' '}
      本批是这些年度、级别的全部：以前验收而本批没有的，也要决定去留
    </label>
    <button type="submit">{isAgain ? '重新比对' : '开始比对'}</button>
  </form>
)

const Card = (props: {
  readonly path: string
  readonly each: ShownComparison
  readonly mayDecide: boolean
  readonly isAbove: boolean
  readonly returned: Returned | null
}) => {
  const { each, path, mayDecide, isAbove, returned } = props
  const { comparison, name, why, mine, other, differing, alike, decision } = each
  const [verdict, mark] = VERDICTS[comparison.verdict]
  const isHead = decision === null || returned !== null
  return (
    <section class="card" id={`c${comparison.position}`}>
      <h2>
        <span class={`state ${mark}`}>{verdict}</span> <span class="name">{name}</span>
      </h2>
      <p>{why}。</p>
      <Sides each={each} />
      {alike !== '' && <p class="soft small">其余相同：{alike}</p>}
      {decision && (
        <p>
          <b>{outcomeName(decision.outcome, comparison.against)}</b>（{chineseDay(decision.decidedOn)}）
        </p>
      )}
      {isAbove && !mayDecide && decision === null && (
        <p class="note">两个单位说法不一，由双方共同的上级机构决定。</p>
      )}
      {mayDecide &&
        (isHead ? (
          <DecideForm path={path} each={each} returned={returned} />
        ) : (
          <details>
            <summary>重新决定</summary>
            <DecideForm path={path} each={each} returned={null} />
          </details>
        ))}
      {differing.length === 0 && mine === null && other.told.title && (
        <p class="soft small">
          {other.told.title}，{other.told.obtainedOn}
        </p>
      )}
    </section>
  )
}

/** Only what differs, with where each side was found. */
const Sides = ({ each: { mine, other, differing } }: { readonly each: ShownComparison }) =>
  mine === null ? (
    <p>{whereWords(other)}</p>
  ) : differing.length === 0 ? (
    <ul>
      <li>{whereWords(mine)}</li>
      <li>{whereWords(other)}</li>
    </ul>
  ) : (
    <RowTable
      caption="两方并列，只列有出入的"
      columns={['项目', whereWords(mine), whereWords(other)]}
      rows={differing.map((field) => [field.name, field.mine, field.other])}
    />
  )

const whereWords = ({ where, beside }: ShownSide): string =>
  beside === null ? where : `${where}（${beside}）`

const DecideForm = (props: {
  readonly path: string
  readonly each: ShownComparison
  readonly returned: Returned | null
}) => {
  const { path, each, returned } = props
  const { comparison, differing, digest, mine } = each
  const at = `c${comparison.position}`
  const outcomes = outcomesFor(comparison)
  const hasOther = comparison.titleId !== null || comparison.otherRowId !== null
  const typed = (name: string) => returned?.typed[name]
  return (
    <form method="post" action={path}>
      <Refused returned={returned} />
      <input type="hidden" name="key" value={comparison.key} />
      <input type="hidden" name="digest" value={digest} />
      <fieldset>
        <legend>怎样办理</legend>
        {outcomes.map((outcome) => (
          <label class="choice">
            <input
              type="radio"
              name="outcome"
              value={outcome}
              required
              checked={(typed('outcome') ?? outcomes[0]) === outcome}
            />{' '}
            {outcomeName(outcome, comparison.against)}
          </label>
        ))}
      </fieldset>
      {mine && hasOther && outcomes.some(choosesFields) && (
        <div class="row">
          {differing.map(({ field, name, mine: here, other }) => (
            <div class="field">
              <label for={`${at}-${field}`}>{name}以哪一方为准</label>
              <select id={`${at}-${field}`} name={`choice-${field}`}>
                <option value="">请选定</option>
                <option value="this" selected={typed(`choice-${field}`) === 'this'}>
                  {`本批：${here}`}
                </option>
                <option value="other" selected={typed(`choice-${field}`) === 'other'}>
                  {`另一方：${other}`}
                </option>
              </select>
            </div>
          ))}
        </div>
      )}
      <div class="field">
        <label for={`${at}-ground`}>理由和依据</label>
        <input
          id={`${at}-ground`}
          name="ground"
          type="text"
          maxlength={500}
          autocomplete="off"
          value={typed('ground')}
        />
      </div>
      <label class="choice">
        <input type="checkbox" name="alike" value="1" /> 其余同样情形（同一来源、同样的项目有出入）也照此决定
      </label>
      <button type="submit">决定</button>
    </form>
  )
}
