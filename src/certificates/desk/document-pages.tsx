import { Refused, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import { deskPage, type Viewer } from '../../web/desk-page.tsx'
import type { Site } from '../../web/site.ts'
import { EmptyState } from '../../web/states.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { BULK } from './bulk-page.tsx'
import { CURRENT, State } from './frame.tsx'
import { PLANS } from './plan-page.tsx'
import { SearchForm } from './search-page.tsx'
import type { DocumentAtDesk } from './documents-of.ts'
import type { CertificateState } from '../life-cycle.ts'

interface Frame {
  readonly site: Site
  readonly viewer: Viewer
}

/** The documents whose certificates the viewer may see. */
export const documentsPage = (
  frame: Frame,
  page: {
    readonly documents: readonly DocumentAtDesk[]
    readonly next: string | null
    readonly mayPropose: boolean
  },
): string =>
  deskPage({
    ...frame,
    title: '证书',
    current: CURRENT,
    children: (
      <>
        <h1>证书</h1>
        <SearchForm typed={{}} />
        <div class="actions">
          <a class="button quiet" href={PLANS}>
            证书变更
          </a>
          {page.mayPropose && (
            <a class="button quiet" href={BULK}>
              成批变更
            </a>
          )}
        </div>
        {page.documents.length === 0 ? (
          <EmptyState>还没有任职资格文件。名单确认之后，证书从这里签发。</EmptyState>
        ) : (
          <RowTable
            caption="按任职资格文件"
            columns={['任职资格文件', '发文日期', '发证机关', '人数', '已签发']}
            rows={page.documents.map((document) => [
              <a href={`${CURRENT}/documents/${document.id}`}>{document.number}</a>,
              document.issuedOn,
              document.authority,
              String(document.persons),
              <Issued document={document} />,
            ])}
          />
        )}
        {page.next !== null && (
          <p>
            <a href={`${CURRENT}?after=${page.next}`}>下一页</a>
          </p>
        )}
      </>
    ),
  })

const Issued = ({ document: { persons, certificates } }: { document: DocumentAtDesk }) => (
  <span class={`state ${certificates >= persons ? 'good' : 'wait'}`}>
    {certificates === 0 ? '未签发' : String(certificates)}
  </span>
)

const Files = ({ document: { withoutFile } }: { document: DocumentAtDesk }) => (
  <span class={`state ${withoutFile === 0 ? 'good' : 'wait'}`}>
    {withoutFile === 0 ? '已全部制作' : `还有 ${withoutFile} 份没有制作`}
  </span>
)

/** One document's certificates, each leading to the page everybody sees. */
export const documentPage = (
  frame: Frame,
  page: {
    readonly document: DocumentAtDesk
    readonly certificates: readonly {
      readonly id: string
      readonly number: string
      readonly code: string
      readonly state: CertificateState
    }[]
    readonly next: string | null
    readonly mayIssue: boolean
    readonly mayMakeFiles: boolean
    readonly mayChange: boolean
    readonly mayFollow: boolean
    readonly returned: Returned | null
  },
): string => {
  const { document, certificates } = page
  return deskPage({
    ...frame,
    title: document.number,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={CURRENT}>证书</a> ›
        </p>
        <h1>{document.number}</h1>
        <FactTable
          caption="任职资格文件"
          facts={[
            { label: '发证机关', value: document.authority },
            { label: '发文日期', value: document.issuedOn },
            { label: '人数', value: String(document.persons) },
            { label: '已签发证书', value: <Issued document={document} /> },
            ...(document.certificates === 0
              ? []
              : [{ label: '证书文件（PDF）', value: <Files document={document} /> }]),
          ]}
        />
        {page.mayIssue && (
          <form method="post" action={`${CURRENT}/issuing`} class="actions">
            <input type="hidden" name="document" value={document.number} />
            <button type="submit">签发 {document.persons} 份证书</button>
          </form>
        )}
        {page.mayFollow && (
          <form method="post" action={`${CURRENT}/documents/${document.id}/following`} class="card">
            <h2>原文件的证书随本文件更正</h2>
            <Refused returned={page.returned} />
            <p class="hint">
              原文件已签发 {document.following} 份证书。核准以后，在用的各份换成写明 {document.number}{' '}
              的新版，编号和二维码随之更新；已暂停、撤销、注销的不变。
            </p>
            <Field
              language="zh"
              name="ground"
              label="更正理由"
              required
              maxLength={500}
              value={page.returned?.typed.ground}
            />
            <button type="submit">提出成批更正</button>
          </form>
        )}
        {page.mayMakeFiles && (
          <form method="post" action={`${CURRENT}/files`} class="actions">
            <input type="hidden" name="document" value={document.number} />
            <button type="submit" class="quiet">
              制作 {document.withoutFile} 份证书文件
            </button>
          </form>
        )}
        {page.mayChange && (
          <p class="actions">
            <a class="button quiet" href={`${BULK}?document=${document.id}`}>
              成批变更这些证书
            </a>
          </p>
        )}
        {certificates.length > 0 && (
          <RowTable
            caption="证书"
            columns={['证书编号', '现状', '公众核验']}
            rows={certificates.map(({ id, number, code, state }) => [
              <a class="mono" href={`${CURRENT}/${id}`}>
                {number}
              </a>,
              <State state={state} />,
              <a href={`/v/${code}`}>核验页</a>,
            ])}
          />
        )}
        {page.next !== null && (
          <p>
            <a href={`${CURRENT}/documents/${document.id}?after=${page.next}`}>下一页</a>
          </p>
        )}
      </>
    ),
  })
}
