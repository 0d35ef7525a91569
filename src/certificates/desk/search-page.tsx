import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { levelName } from '../../titles/level.ts'
import { PURPOSE_LIMIT } from '../../trail/purpose.ts'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { ListedCertificate } from '../reading/list-certificates.ts'
import { CURRENT, State, typedIn, type Typed } from './frame.tsx'

/** Somebody is looked up: by post, for a purpose, on record. */
export const SearchForm = ({ typed }: { typed: Typed }) => {
  const field = (name: string, label: string, hint: string, maxLength: number) => (
    <Field language="zh" name={name} label={label} hint={hint} value={typed[name]} maxLength={maxLength} />
  )
  return (
    <form class="card" method="post" action={`${CURRENT}/search`}>
      <h2>查找证书</h2>
      <div class="row">
        {field('number', '证书编号', '有编号时只填编号', 64)}
        {field('name', '姓名', '按姓名查找，须同时填写文号', 100)}
        {field('document', '任职资格文件的文号', '如 云人社发〔2023〕12号', 100)}
      </div>
      <PurposeField typed={typed} />
      <button type="submit">查找</button>
    </form>
  )
}

export const PurposeField = ({ typed }: { typed: Typed }) => (
  <Field
    language="zh"
    name="purpose"
    label="事由"
    required
    hint="查询会留痕，持证人可以看到；不要填写证件号码"
    value={typed.purpose}
    maxLength={PURPOSE_LIMIT}
  />
)

/** What was found; each opens for the purpose already given. */
export const searchPage = (
  frame: Frame,
  found: readonly ListedCertificate[] | null,
  typed: Typed,
  returned: Returned | null = null,
): string =>
  deskPage({
    ...frame,
    title: '查找证书',
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={CURRENT}>证书</a> ›
        </p>
        <h1>查找证书</h1>
        <Refused returned={returned} />
        {found?.length === 0 && (
          <EmptyState>
            在您可以查看的机构中没有找到。请核对编号、姓名和文号；姓名须与证书上的写法一致。
          </EmptyState>
        )}
        {found && found.length > 0 && (
          <RowTable
            caption={`找到 ${found.length} 份`}
            columns={['证书编号', '职称', '签发日期', '版本', '现状', '']}
            rows={found.map((each) => [
              <a class="mono" href={`${CURRENT}/${each.id}`}>
                {each.number}
              </a>,
              `${levelName(each.level)} ${each.title}（${each.series}）`,
              each.issuedOn,
              `第 ${each.version} 版`,
              <State state={each.state} />,
              <form method="post" action={`${CURRENT}/${each.id}`}>
                <input type="hidden" name="purpose" value={typed.purpose ?? ''} />
                <button type="submit" class="quiet">
                  打开
                </button>
              </form>,
            ])}
          />
        )}
        <SearchForm typed={returned ? typedIn(returned) : typed} />
      </>
    ),
  })
