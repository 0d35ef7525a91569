import type { Authority } from '../../identity/authority.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'

export const CERTIFYING_PATH = '/desk/lists/accepted'

/** From accepted titles to a list that certificates are issued from. */
export const certifyingPage = (
  frame: Frame,
  page: { readonly offices: readonly Pick<Authority, 'id' | 'name'>[]; readonly returned: Returned | null },
): string =>
  deskPage({
    ...frame,
    title: '已验收职称办证',
    current: '/desk/lists',
    children: (
      <>
        <h1>已验收职称办理电子证书</h1>
        <p>
          电子证书起始年度以后取得、已验收的职称，可按批准文号列入办证名单，之后与其他名单一样审核、登记文件、签发。
          没有核实证件号码的、内容不完整的、已有证书的不列入，并说明各有多少。
        </p>
        <form method="post" action={CERTIFYING_PATH} class="card">
          <Refused returned={page.returned} />
          <Choice
            name="office"
            label="签发机构"
            options={page.offices.map(({ id, name }) => ({ value: id, label: name }))}
            chosen={page.returned?.typed.office}
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
              value={page.returned?.typed.document}
            />
          </div>
          <button type="submit">列入办证名单</button>
        </form>
      </>
    ),
  })
