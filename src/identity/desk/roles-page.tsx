import { deskPage } from '../../web/desk-page.tsx'
import { RowTable } from '../../web/table.tsx'
import { actRow } from '../act.ts'
import { kindName } from '../authority.ts'
import { ALL_ROLES, roleRow } from '../role.ts'
import type { Frame } from '../../web/desk-form.tsx'

/** Who may do what, as one table. */
export const rolesPage = (frame: Frame): string =>
  deskPage({
    ...frame,
    title: '岗位表',
    current: '/desk/people',
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/people">人员和岗位</a> ›
        </p>
        <h1>岗位表</h1>
        <p>办理的人不审批；凡审批、签发、看得到证件号码的岗位，登录须用动态码；监督员和审计员什么也不改。</p>
        <RowTable
          caption="岗位"
          columns={['岗位', '职责', '能做', '范围', '动态码', '设在']}
          rows={ALL_ROLES.map((role) => {
            const { zh, purpose, acts, reach, secondFactor, heldAt } = roleRow(role)
            return [
              zh,
              purpose,
              acts.map((act) => actRow(act).zh).join('；'),
              reach === 'own' ? '本机构' : '本机构及所属机构',
              secondFactor ? '必须' : '不须',
              heldAt.map(kindName).join('、'),
            ]
          })}
        />
      </>
    ),
  })
