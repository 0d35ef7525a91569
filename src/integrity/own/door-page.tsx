import { Refused, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import type { Site } from '../../web/site.ts'
import { MY, ownPage } from './own-frame.tsx'

/** The two ways in: an account, or certificate, identity number and the code an office handed out. */
export const ownDoorPage = (site: Site, returned: Returned | null): string =>
  ownPage(site, {
    title: '本人查询',
    name: null,
    children: (
      <>
        <h1>本人查询</h1>
        <p class="lead">查看自己的诚信状态，看谁查询过；出具诚信声明，授权单位查询。只有本人能进入。</p>
        <Refused returned={returned} />
        <div class="card">
          <h2>用查询码进入</h2>
          <form method="post" action={`${MY}/enter`}>
            <Field
              language="zh"
              name="number"
              label="职称证书编号"
              required
              value={returned?.typed.number}
              maxLength={64}
            />
            <Field language="zh" name="idNumber" label="证件号码" required maxLength={40} />
            <Field
              language="zh"
              name="code"
              label="查询码"
              hint="持身份证件到发证机关当面领取：10 个字母和数字，24 小时内有效，只能用一次，连错五次作废。"
              required
              maxLength={20}
            />
            <button type="submit">进入</button>
          </form>
        </div>
        <div class="card">
          <h2>有账号的</h2>
          <p>用登录名和口令登录，登录后回到本页。</p>
          <p>
            <a class="button plain" href="/desk/sign-in">
              登录
            </a>
          </p>
        </div>
      </>
    ),
  })
