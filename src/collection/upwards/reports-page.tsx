import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import type { OfficeView } from '../board/read-office.ts'

const COLLECTION = '/desk/collection'

/** Reporting to a collection kept elsewhere, and taking in what an office below reports from there. */
export const reportsPage = (
  frame: Frame,
  page: {
    readonly office: OfficeView
    readonly mayEnter: boolean
    readonly mayName: boolean
    /** Our own key, for whoever takes our reports in. */
    readonly publicKey: string
    /** The key this office's reports must be signed with; null before one was named. */
    readonly senderKey: string | null
    readonly returned: Returned | null
  },
): string => {
  const { office, returned } = page
  const path = `${COLLECTION}/${office.programme.id}/offices/${office.office.id}`
  return deskPage({
    ...frame,
    title: '上报与接收',
    current: COLLECTION,
    children: (
      <>
        <p class="crumbs">
          <a href={COLLECTION}>职称归集</a> ›{' '}
          <a href={`${COLLECTION}/${office.programme.id}`}>{office.programme.name}</a> ›{' '}
          <a href={path}>{office.office.name}</a> ›
        </p>
        <h1>上报与接收</h1>
        <Refused returned={returned} />
        <div class="card">
          <h2>导出上报文件</h2>
          <p class="hint">
            已验收的全部职称和零报告，末行是本系统的签名；每次导出是新的一版。文件中有姓名和证件号码：请加密后由专人传送。
          </p>
          <p>
            本系统的签名公钥：<span class="mono">{page.publicKey}</span>
          </p>
          {page.mayEnter && (
            <form method="post" action={`${path}/exports`}>
              <button type="submit">导出</button>
            </form>
          )}
        </div>
        <div class="card">
          <h2>接收上报文件</h2>
          <p class="hint">
            先验签名和版次，再按同一套规则检查每一行；通过后是一个待核对的批次，没有人的格填成零报告送审。
          </p>
          <p>
            登记的签名公钥：
            {page.senderKey === null ? '还没有登记' : <span class="mono">{page.senderKey}</span>}
          </p>
          {page.mayEnter && (
            <form method="post" action={`${path}/imports`} enctype="multipart/form-data">
              <Field language="zh" name="file" label="上报文件" kind="file" required accept=".csv" />
              <button type="submit">接收</button>
            </form>
          )}
        </div>
        {page.mayName && (
          <div class="card">
            <h2>登记签名公钥</h2>
            <p class="hint">请用电话或当面等另一途径与该机构逐字核对。</p>
            <form method="post" action={`${path}/sender`}>
              <Field
                language="zh"
                name="publicKey"
                label="公钥"
                required
                value={returned?.typed.publicKey}
                maxLength={64}
              />
              <Field
                language="zh"
                name="ground"
                label="核对情况"
                required
                value={returned?.typed.ground}
                maxLength={200}
              />
              <button type="submit">登记</button>
            </form>
          </div>
        )}
      </>
    ),
  })
}
