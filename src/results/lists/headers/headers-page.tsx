import type { ListKind } from '../../../spreadsheets/table.ts'
import { deskPage } from '../../../web/desk-page.tsx'
import { Field } from '../../../web/form.tsx'
import { RowTable } from '../../../web/table.tsx'
import type { Frame } from '../../../web/desk-form.tsx'
import type { HeaderOffice, RememberedHeader } from './headers-of.ts'

/** What headers of an office mean: those it has said, each to be forgotten, and a form to say another. */
export const headersPage = ({
  site,
  viewer,
  path,
  offices,
  office,
  headers,
  kind,
  under,
}: Frame & {
  readonly path: string
  readonly offices: readonly HeaderOffice[]
  readonly office: HeaderOffice | null
  readonly headers: readonly RememberedHeader[]
  readonly kind: ListKind<string>
  /** The desk it belongs to. */
  readonly under: { readonly path: string; readonly name: string }
}): string =>
  deskPage({
    site,
    viewer,
    title: '本机构的列名',
    current: under.path,
    children: (
      <>
        <p class="crumbs">
          <a href={under.path}>{under.name}</a> ›
        </p>
        <h1>本机构的列名（{kind.name}）</h1>
        <p>表头里的列名系统不认识时，在这里指明一次它是哪一列，以后上传自动识别。</p>
        {offices.length > 1 && (
          <form method="get" action={path}>
            <div class="field">
              <label for="office">报送机构</label>
              <select id="office" name="office">
                {offices.map(({ id, name }) => (
                  <option value={id} selected={id === office?.id}>
                    {name}
                  </option>
                ))}
              </select>
            </div>
            <button type="submit">查看</button>
          </form>
        )}
        {office !== null && (
          <>
            <h2>已经指明的</h2>
            <Remembered path={path} office={office} headers={headers} />
            <h2>指明一个列名</h2>
            <form method="post" action={path}>
              <input type="hidden" name="office" value={office.id} />
              <Field language="zh" name="header" label="表里的列名" required />
              <div class="field">
                <label for="column">它是</label>
                <select id="column" name="column" required>
                  {kind.columns.map(({ key, header }) => (
                    <option value={key}>{header}</option>
                  ))}
                </select>
              </div>
              <button type="submit">记住</button>
            </form>
          </>
        )}
      </>
    ),
  })

const Remembered = ({
  path,
  office,
  headers,
}: {
  readonly path: string
  readonly office: HeaderOffice
  readonly headers: readonly RememberedHeader[]
}) =>
  headers.length === 0 ? (
    <p class="soft">{office.name}还没有指明过列名。</p>
  ) : (
    <RowTable
      caption={office.name}
      columns={['列名', '所指的列', '指明于', '操作']}
      rows={headers.map(({ header, column, saidOn }) => [
        header,
        column,
        saidOn,
        <form method="post" action={`${path}/forgotten`}>
          <input type="hidden" name="office" value={office.id} />
          <input type="hidden" name="header" value={header} />
          <button type="submit">忘记</button>
        </form>,
      ])}
    />
  )
