import type { Authority } from '../../identity/authority.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { notNowName, type NotNow } from './certifiable-titles.ts'

export const CERTIFYING_PATH = '/desk/lists/accepted'

/** What a document's accepted titles come to. */
export interface Looked {
  readonly office: string
  readonly document: string
  readonly titles: number
  readonly notNow: Readonly<Partial<Record<NotNow, number>>>
}

/** From accepted titles to a list that certificates are issued from: looked at first, then listed. */
export const certifyingPage = (
  frame: Frame,
  page: {
    readonly offices: readonly Pick<Authority, 'id' | 'name'>[]
    readonly looked: Looked | null
    readonly returned: Returned | null
  },
): string =>
  deskPage({
    ...frame,
    title: '已验收职称办证',
    current: '/desk/lists',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/lists">名单</a> ›
        </p>
        <h1>已验收职称办理电子证书</h1>
        <p>
          电子证书起始年度以后取得、已验收的职称，可按批准文号列入办证名单，之后与其他名单一样审核、登记文件、签发。没有核实证件号码的、内容不完整的、已有证书的不列入，并说明各有多少。
        </p>
        <Refused returned={page.returned} />
        <form method="get" action={CERTIFYING_PATH} class="card">
          <Choice
            name="office"
            label="签发机构"
            options={page.offices.map(({ id, name }) => ({ value: id, label: name }))}
            chosen={page.looked?.office ?? page.returned?.typed.office}
          />
          <div class="field">
            <label for="document">批准文号</label>
            <input
              id="document"
              name="document"
              type="text"
              required
              maxlength={100}
              autocomplete="off"
              value={page.looked?.document ?? page.returned?.typed.document}
            />
          </div>
          <button type="submit">查看可以办理的</button>
        </form>
        {page.looked && <Findings looked={page.looked} />}
      </>
    ),
  })

const Findings = ({ looked: { office, document, titles, notNow } }: { readonly looked: Looked }) => (
  <section class="card">
    <h2>{document}</h2>
    <p>{`可以列入 ${titles} 项。`}</p>
    {Object.keys(notNow).length > 0 && (
      <ul>
        {Object.entries(notNow).map(([why, count]) => (
          <li>{`不列入 ${count} 项：${notNowName(why as NotNow)}`}</li>
        ))}
      </ul>
    )}
    {notNow.unbound !== undefined && (
      <p class="small">没有核实号码的，由归集管理员在“职称归集”的“待认定证件号码”中办理。</p>
    )}
    {titles > 0 && (
      <form method="post" action={CERTIFYING_PATH}>
        <input type="hidden" name="office" value={office} />
        <input type="hidden" name="document" value={document} />
        <button type="submit">{`列入办证名单（${titles} 项）`}</button>
      </form>
    )}
  </section>
)
