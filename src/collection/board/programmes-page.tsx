import { chineseDay } from '../../calendar/day.ts'
import type { Authority } from '../../identity/authority.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import type { Programme } from '../programme/find-programme.ts'
import { programmeKindName, type ProgrammeKind } from '../programme/programme.ts'

export const COLLECTION = '/desk/collection'

const KINDS: readonly ProgrammeKind[] = ['past', 'current']

/** The collections in reach, and for who may: opening another. */
export const programmesPage = (
  frame: Frame,
  page: {
    readonly programmes: readonly (Programme & { readonly office: string })[]
    /** Offices the actor may open one for; none: nothing to open. */
    readonly offices: readonly Authority[]
    readonly mayEnter: boolean
    readonly places: readonly { readonly id: string; readonly name: string }[]
    readonly returned: Returned | null
  },
): string =>
  deskPage({
    ...frame,
    title: '职称归集',
    current: COLLECTION,
    children: (
      <>
        <h1>职称归集</h1>
        <p class="actions">
          <a class="button quiet" href={`${COLLECTION}/titles`}>
            已验收的历年职称
          </a>
          <a class="button quiet" href={`${COLLECTION}/unbound`}>
            待认定证件号码
          </a>
          <a class="button quiet" href={`${COLLECTION}/issuers`}>
            原发证单位
          </a>
          {page.mayEnter && (
            <a class="button quiet" href={`${COLLECTION}/headers`}>
              列名对应
            </a>
          )}
        </p>
        {page.programmes.length === 0 ? (
          <EmptyState>还没有归集任务：由人社部门的归集管理员按通知布置。</EmptyState>
        ) : (
          <RowTable
            caption="归集任务，新的在前"
            columns={['任务', '种类', '布置机构', '布置日期', '依据']}
            rows={page.programmes.map((programme) => [
              <a href={`${COLLECTION}/${programme.id}`}>{programme.name}</a>,
              programmeKindName(programme.kind),
              programme.office,
              chineseDay(programme.openedOn),
              `${programme.rules.notice} ${programme.rules.clause}`,
            ])}
          />
        )}
        {page.offices.length > 0 && (
          <>
            <h2>布置归集任务</h2>
            <p class="soft">年份、级别、取得途径和期限按通知原文，布置后不随通知更改。</p>
            <Refused returned={page.returned} />
            <form method="post" action={COLLECTION}>
              <div class="row">
                <Choice
                  name="officeId"
                  label="布置机构"
                  options={page.offices.map(({ id, name }) => ({ value: id, label: name }))}
                  chosen={page.returned?.typed.officeId}
                />
                <Choice
                  name="place"
                  label="依据的通知"
                  options={page.places.map(({ id, name }) => ({ value: id, label: name }))}
                  chosen={page.returned?.typed.place}
                />
                <Choice
                  name="kind"
                  label="种类"
                  options={KINDS.map((kind) => ({ value: kind, label: programmeKindName(kind) }))}
                  chosen={page.returned?.typed.kind}
                />
                <button type="submit">布置</button>
              </div>
            </form>
          </>
        )}
      </>
    ),
  })
