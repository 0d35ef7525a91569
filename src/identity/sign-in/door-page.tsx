import { deskPage } from '../../web/desk-page.tsx'
import type { Site } from '../../web/site.ts'
import { Refused, SecretField } from './secret-field.tsx'

interface DoorPage {
  readonly site: Site
  /** Why it comes again; null at first. */
  readonly refusal: string | null
}

/** One form, and one answer to whatever is wrong in it. */
export const signInPage = ({ site, refusal, login }: DoorPage & { readonly login?: string }): string =>
  deskPage({
    site,
    viewer: null,
    title: '登录',
    children: (
      <div class="narrow">
        <h1>登录</h1>
        <Refused message={refusal} />
        <form method="post" action="/desk/sign-in">
          <SecretField name="login" label="登录名" kind="login" value={login ?? ''} />
          <SecretField name="password" label="口令" kind="current-password" />
          <SecretField
            name="code"
            label="动态码"
            kind="one-time-code"
            required={false}
            hint="已绑定验证器的账号必须填写：验证器上显示的 6 位数字。"
          />
          <button type="submit">登录</button>
        </form>
        <ul class="actions">
          <li>
            <a href="/desk/enrol">第一次使用：用一次性启用码设置口令</a>
          </li>
          <li>
            <a href="/desk/recover">忘记口令，或验证器不在身边</a>
          </li>
        </ul>
      </div>
    ),
  })

/** From the one-time secret to a password of one's own. */
export const enrolPage = ({ site, refusal }: DoorPage): string =>
  deskPage({
    site,
    viewer: null,
    title: '设置口令',
    children: (
      <div class="narrow">
        <h1>设置口令</h1>
        <Refused message={refusal} />
        <form method="post" action="/desk/enrol">
          <SecretField
            name="secret"
            label="一次性启用码"
            kind="one-time-secret"
            hint="由系统管理员交给您：25 个字母和数字，72 小时内有效，只能用一次。"
          />
          <SecretField
            name="password"
            label="新口令"
            kind="new-password"
            hint="至少 12 个字符，可以用一句话，汉字、空格都可以；不要与别处相同。"
          />
          <SecretField name="again" label="再输一遍新口令" kind="new-password" />
          <button type="submit">设置并登录</button>
        </form>
      </div>
    ),
  })

/** What to do when one's own way in is lost. Nothing here asks who anybody is. */
export const recoverPage = ({ site }: { readonly site: Site }): string =>
  deskPage({
    site,
    viewer: null,
    title: '恢复登录',
    children: (
      <div class="narrow">
        <h1>恢复登录</h1>
        <p>忘记口令、丢失验证器，或怀疑账号被他人使用时：</p>
        <ol>
          <li>当面或打电话联系本单位系统管理员，说明情况，由其核实您的身份。</li>
          <li>一位管理员发起恢复，另一位管理员批准。批准后，原口令、验证器和全部登录立即失效。</li>
          <li>管理员把一次性启用码交给您，72 小时内有效。</li>
        </ol>
        <p>
          <a class="button" href="/desk/enrol">
            我已拿到启用码
          </a>
        </p>
        <p class="soft">我们不会通过短信、邮件或电话向您索要口令、动态码或启用码。</p>
      </div>
    ),
  })
