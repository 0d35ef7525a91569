import type { Authority } from '../../identity/authority.ts'
import { Choice } from '../../web/desk-form.tsx'
import { RowTable } from '../../web/table.tsx'
import { INTEGRITY_PATH } from './archive-page.tsx'
import { conductName } from './conduct.ts'
import { Line } from './fields.tsx'
import type { RecordHit } from './search-records.ts'
import { recordStateName } from './state.ts'

export interface Searched {
  readonly typed: Readonly<Record<string, string>>
  /** Null: it was refused. */
  readonly hits: readonly RecordHit[] | null
  readonly refusal: string | null
}

const MATCHES: Readonly<Record<RecordHit['match'], string>> = {
  exact: '同名',
  variant: '用字不同（异体字、繁体、间隔号）',
  'other-name': '登记时是另一姓名',
  number: '号码相同',
}

/** Looks somebody up: by name in one archive, or by number in all within reach. */
export const searchForm = (of: {
  readonly offices: readonly Pick<Authority, 'id' | 'name'>[]
  readonly searched: Searched | null
}) => {
  const typed = of.searched?.typed ?? {}
  return (
    <details class="card" open={of.searched !== null}>
      <summary>按姓名或证件号码查找</summary>
      <form method="post" action={`${INTEGRITY_PATH}/search`}>
        <p class="hint">
          填号码的，查您能看到的全部档案；只填姓名（或单位名称）的，查所选机构的档案，异体字、繁体、间隔号和改名前后的姓名一并列出。同名不等于同一人：以证件号码为准。每次查询连同事由留下记录，本人能看到谁查过。
        </p>
        <div class="row">
          <Line name="name" label="姓名或单位名称" typed={typed} required={false} />
          <Choice
            name="officeId"
            label="哪个机构的档案"
            chosen={typed.officeId}
            options={of.offices.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Line name="idNumber" label="或证件号码" typed={typed} required={false} />
        </div>
        <Line name="purpose" label="查询事由" typed={typed} required={false} />
        <button type="submit">查找</button>
      </form>
      {of.searched?.refusal && (
        <div class="note error" role="alert">
          <p>{of.searched.refusal}</p>
        </div>
      )}
      {of.searched?.hits && <Hits hits={of.searched.hits} />}
    </details>
  )
}

const Hits = ({ hits }: { readonly hits: readonly RecordHit[] }) =>
  hits.length === 0 ? (
    <p>在您能看到的档案中没有找到。</p>
  ) : (
    <RowTable
      caption={`找到 ${hits.length} 条`}
      columns={['姓名', '怎样找到的', '决定文号', '失信行为', '状态']}
      rows={hits.map(({ recordId, name, match, decisionNumber, conduct, state }) => [
        name,
        MATCHES[match],
        <a href={`${INTEGRITY_PATH}/${recordId}`}>{decisionNumber || '已清除'}</a>,
        conductName(conduct),
        recordStateName(state),
      ])}
    />
  )
