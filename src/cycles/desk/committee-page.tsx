import { chineseDay } from '../../calendar/day.ts'
import { levelName } from '../../titles/level.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { FactTable } from '../../web/table.tsx'
import type { Committee } from '../find-committee.ts'
import { Filed } from './committees-page.tsx'
import { COMMITTEES, CYCLES, type Typed } from './frame.tsx'

/** A policy as a clerk chooses it. */
export interface PlaceChoice {
  readonly id: string
  readonly name: string
}

/** One committee: its term, the word of the filing authority, and the year it can begin. */
export function committeePage(
  frame: Frame,
  page: {
    readonly committee: Committee
    readonly filingAuthority: string
    readonly places: readonly PlaceChoice[]
    readonly year: number
    readonly may: { readonly manage: boolean; readonly rule: boolean }
    readonly returned: Returned | null
  },
): string {
  const { committee, may, returned } = page
  const typed: Typed = returned?.typed ?? {}
  return deskPage({
    ...frame,
    title: committee.name,
    current: CYCLES,
    children: (
      <>
        <p class="crumbs">
          <a href={COMMITTEES}>评审委员会</a> ›
        </p>
        <h1>
          {committee.name} <Filed committee={committee} />
        </h1>
        <FactTable
          caption="登记内容"
          facts={[
            { label: '组建单位', value: committee.office },
            { label: '核准备案部门', value: page.filingAuthority },
            { label: '级别', value: committee.levels.map(levelName).join('、') },
            { label: '系列', value: committee.series?.join('、') ?? '全部系列' },
            { label: '评委会人数', value: `不少于 ${committee.size} 人，单数` },
            {
              label: '有效期',
              value: `${chineseDay(committee.validFrom)}至${chineseDay(committee.validThrough)}`,
            },
            ...(committee.replacedBy === null
              ? []
              : [
                  {
                    label: '换届',
                    value: <a href={`${COMMITTEES}/${committee.replacedBy}`}>新一届评委会</a>,
                  },
                ]),
          ]}
        />
        <Refused returned={returned} />
        {may.rule && (
          <RulingForm
            action={`${COMMITTEES}/${committee.id}/ruling`}
            yes="核准备案"
            no="不予备案"
            typed={typed}
          />
        )}
        {may.manage && (
          <NewCycleForm committee={committee} places={page.places} year={page.year} typed={typed} />
        )}
        {may.manage && (
          <p>
            <a href={`${COMMITTEES}/new?replaces=${committee.id}`}>办理换届</a>
          </p>
        )}
      </>
    ),
  })
}

/** Yes or no, on a ground. */
export const RulingForm = (props: {
  readonly action: string
  readonly yes: string
  readonly no: string
  readonly typed: Typed
}) => (
  <form class="card" method="post" action={props.action}>
    <h2>核准备案部门的意见</h2>
    <Field
      language="zh"
      name="ground"
      label="依据"
      required
      hint="核准文件或会议决定"
      value={props.typed.ground}
      maxLength={500}
    />
    <div class="actions">
      <button type="submit" name="granted" value="yes">
        {props.yes}
      </button>
      <button type="submit" name="granted" value="no" class="quiet">
        {props.no}
      </button>
    </div>
  </form>
)

const NewCycleForm = (props: {
  readonly committee: Committee
  readonly places: readonly PlaceChoice[]
  readonly year: number
  readonly typed: Typed
}) => (
  <form class="card" method="post" action={CYCLES}>
    <h2>登记年度评审</h2>
    <input type="hidden" name="route" value="review" />
    <input type="hidden" name="committeeId" value={props.committee.id} />
    <div class="row">
      <Choice
        name="place"
        label="依据的通知"
        options={props.places.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={props.typed.place}
      />
      <Field
        language="zh"
        name="year"
        label="年度"
        required
        value={props.typed.year ?? String(props.year)}
        maxLength={4}
      />
      <Field
        language="zh"
        name="meetingOn"
        label="计划评审日期"
        hint="如 2024-10-16，可以以后再填"
        value={props.typed.meetingOn}
        maxLength={10}
      />
      <button type="submit">登记</button>
    </div>
  </form>
)
