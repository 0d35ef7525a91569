import type { Cycle } from '../../cycles/cycle.ts'
import { isSpecified, LEVEL_CODES, levelName } from '../../titles/level.ts'
import { Choice, type Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { FactTable } from '../../web/table.tsx'
import type { NamedRow } from '../lists/find-list.ts'
import { CURRENT } from '../lists/list-frame.tsx'
import type { FoundConfirmation } from './find-confirmations.ts'
import type { IssuerAnswer } from './schema.ts'

const ANSWERS = {
  genuine: ['属实', 'good'],
  'not-genuine': ['不属实', 'bad'],
  'no-record': ['查无记录', 'bad'],
} as const satisfies Record<IssuerAnswer, readonly [string, string]>

/** 职称确认 of a cycle: each original title, what its issuer answered, and the forms for both. */
export function confirmationsPage(
  frame: Frame,
  page: {
    readonly cycle: Cycle
    /** Of the list that holds now. */
    readonly rows: readonly NamedRow[]
    readonly confirmations: readonly FoundConfirmation[]
    /** The notice's order has this step, and it was not noted yet. */
    readonly mayFinish: boolean
    readonly mayEnter: boolean
  },
): string {
  const { cycle, confirmations, mayEnter } = page
  const path = `/desk/lists/cycles/${cycle.id}`
  const open = confirmations.filter(({ answer }) => answer === null).length
  return deskPage({
    ...frame,
    title: '职称确认',
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={path}>
            {cycle.year} 年度 {cycle.name}
          </a>{' '}
          ›
        </p>
        <h1>职称确认</h1>
        <p>
          由外省、中央单位等评审取得的职称，会前公示前向原发证机构查询确认。原取得时间照原证书保留，不因确认而改变。
        </p>
        {confirmations.length === 0 && <EmptyState>还没有需要确认的职称。</EmptyState>}
        {confirmations.map((each) => (
          <Confirmation path={path} confirmation={each} mayAnswer={mayEnter && each.answer === null} />
        ))}
        {page.mayFinish && (
          <form class="actions" method="post" action={`${path}/confirmed`}>
            <button type="submit">
              {confirmations.length === 0 ? '登记：本年度没有需要确认的职称' : '登记职称确认完成'}
            </button>
            {open > 0 && <span class="soft">还有 {open} 人没有答复，暂不能登记完成。</span>}
          </form>
        )}
        {mayEnter && page.rows.length > 0 && <EnterForm path={path} rows={page.rows} />}
      </>
    ),
  })
}

const Confirmation = (props: {
  readonly path: string
  readonly confirmation: FoundConfirmation
  readonly mayAnswer: boolean
}) => {
  const { path, confirmation, mayAnswer } = props
  const { id, name, original, answer } = confirmation
  const [words, look] = answer === null ? (['待答复', 'wait'] as const) : ANSWERS[answer]
  return (
    <div class="card">
      <h2>
        <span class="name">{name}</span> <span class={`state ${look}`}>{words}</span>
      </h2>
      {original !== null && (
        <FactTable
          caption="原职称证书"
          facts={[
            { label: '资格名称', value: `${original.title}（${levelName(original.level)}）` },
            { label: '系列、专业', value: `${original.series} ${original.specialty}` },
            { label: '取得时间', value: original.obtainedOn },
            { label: '发证机构', value: original.issuer },
            { label: '证书编号', value: original.number },
            ...(answer === null
              ? []
              : [
                  {
                    label: '答复',
                    value: `${words}，${confirmation.answeredOn ?? ''}，${confirmation.reference ?? ''}`,
                  },
                ]),
          ]}
        />
      )}
      {mayAnswer && (
        <form method="post" action={`${path}/confirmations/${id}`} class="row">
          <Choice
            name="answer"
            label="答复"
            options={Object.entries(ANSWERS).map(([value, [label]]) => ({ value, label }))}
          />
          <Field
            language="zh"
            name="answeredOn"
            label="答复日期"
            required
            hint="如 2023-09-12"
            maxLength={10}
          />
          <Field language="zh" name="reference" label="来函文号或查询方式" required maxLength={200} />
          <button type="submit">登记答复</button>
        </form>
      )}
    </div>
  )
}

const EnterForm = ({ path, rows }: { readonly path: string; readonly rows: readonly NamedRow[] }) => (
  <details class="card">
    <summary>登记原职称证书</summary>
    <form method="post" action={`${path}/confirmations`}>
      <Choice
        name="rowId"
        label="人员"
        options={rows
          .filter(({ isErased }) => !isErased)
          .map(({ id, position, name, employer }) => ({
            value: id,
            label: `${position} ${name}（${employer}）`,
          }))}
      />
      <div class="row">
        <Field language="zh" name="series" label="系列" required maxLength={100} />
        <Field language="zh" name="specialty" label="专业" required maxLength={100} />
        <Field language="zh" name="title" label="资格名称" required maxLength={100} />
        <Choice
          name="level"
          label="级别"
          options={LEVEL_CODES.filter(isSpecified).map((code) => ({ value: code, label: levelName(code) }))}
        />
      </div>
      <div class="row">
        <Field language="zh" name="issuer" label="发证机构" required maxLength={100} />
        <Field language="zh" name="number" label="证书编号" required maxLength={100} />
        <Field
          language="zh"
          name="obtainedOn"
          label="取得时间"
          required
          hint="如 2019-11-12"
          maxLength={10}
        />
      </div>
      <button type="submit">登记</button>
    </form>
  </details>
)
