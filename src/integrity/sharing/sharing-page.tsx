import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { RowTable } from '../../web/table.tsx'
import { exchangeName, EXCHANGE_KINDS } from './exchange.ts'
import type { ListedFile } from './list-files.ts'

export const SHARING_PATH = '/desk/integrity/sharing'

/** An office that shares, and what is to be done. */
export interface SharingOffice {
  readonly officeId: string
  readonly office: string
  readonly platform: string
  readonly basis: string
  readonly isOpen: boolean
  readonly mayShare: boolean
  /** Records to be handed over, and copies to be taken back. */
  readonly toPut: number
  readonly toWithdraw: number
  readonly files: readonly ListedFile[]
}

/** What is with the credit platform, what is not yet, and every file there was. */
export const sharingPage = (
  frame: Frame,
  page: { readonly offices: readonly SharingOffice[]; readonly returned: Returned | null },
): string =>
  deskPage({
    ...frame,
    title: '信用信息共享',
    current: '/desk/integrity',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/integrity">诚信档案</a> ›
        </p>
        <h1>信用信息共享</h1>
        <p class="soft">
          共享副本有自己的状态和期限：平台的信用修复只影响副本，本档案的记录期照旧。期满、撤销或修复的，请制作撤回文件。
        </p>
        <Refused returned={page.returned} />
        {page.offices.length === 0 && (
          <p>没有机构登记信用信息平台。由文件签发人在“诚信共享公开”登记平台和依据后，才能共享。</p>
        )}
        {page.offices.map((each) => (
          <Office {...each} />
        ))}
      </>
    ),
  })

const Office = (each: SharingOffice) => (
  <section class="card">
    <h2>
      {each.office}{' '}
      <span class={`state ${each.isOpen ? 'good' : 'bad'}`}>{each.isOpen ? '共享' : '已停止共享'}</span>
    </h2>
    <p>
      平台：{each.platform}。依据：{each.basis}。待报送 {String(each.toPut)} 条，待撤回{' '}
      {String(each.toWithdraw)} 条。
    </p>
    {each.mayShare && (each.isOpen || each.toWithdraw > 0) && (
      <form method="post" action={`${SHARING_PATH}/files`}>
        <input type="hidden" name="officeId" value={each.officeId} />
        <div class="row">
          <Choice
            name="kind"
            id={`kind-${each.officeId}`}
            label="制作共享文件"
            chosen={each.toWithdraw > 0 ? 'withdrawal' : 'incremental'}
            options={EXCHANGE_KINDS.filter((kind) => each.isOpen || kind === 'withdrawal').map((value) => ({
              value,
              label: exchangeName(value),
            }))}
          />
          <button type="submit">制作</button>
        </div>
      </form>
    )}
    {each.files.length > 0 && (
      <RowTable
        caption="共享文件"
        columns={['序号', '种类', '制作日期', '条数', '回执', '发送']}
        rows={each.files.map((file) => [
          String(file.sequence),
          exchangeName(file.kind),
          file.madeOn,
          String(file.lines),
          <Answer {...file} />,
          each.mayShare ? (
            <form method="post" action={`${SHARING_PATH}/files/${file.exchangeId}/sending`}>
              <button class="quiet" type="submit">
                下载
              </button>
            </form>
          ) : (
            '—'
          ),
        ])}
      />
    )}
    {each.mayShare && each.files.some(({ answer }) => answer === null) && (
      <form method="post" action={`${SHARING_PATH}/replies`} enctype="multipart/form-data">
        <input type="hidden" name="officeId" value={each.officeId} />
        <div class="row">
          <Field
            language="zh"
            name="reply"
            id={`reply-${each.officeId}`}
            kind="file"
            label="平台的回执文件"
            required
          />
          <button type="submit">登记回执</button>
        </div>
      </form>
    )}
  </section>
)

function Answer({ answer, rejected, isOverdue }: ListedFile) {
  switch (answer) {
    case 'accepted':
      return <span class="state good">已收存</span>
    case 'partly':
      return <span class="state wait">退回 {String(rejected)} 条</span>
    case 'refused':
      return <span class="state bad">整份退回</span>
    case null:
      return isOverdue ? (
        <span class="state bad">逾期无回执，请重新发送</span>
      ) : (
        <span class="state wait">待回执</span>
      )
  }
}
