import { chineseDay } from '../../calendar/day.ts'
import type { Source } from '../source.ts'
import type { Bound, StationState } from '../station.ts'

export const CYCLES = '/desk/cycles'
export const COMMITTEES = '/desk/committees'

export type Typed = Readonly<Record<string, string>>

const STATES: Readonly<Record<StationState, readonly [words: string, look: string]>> = {
  done: ['已完成', 'good'],
  open: ['可以办理', 'wait'],
  late: ['已逾期', 'bad'],
  waiting: ['前面的环节未完成', ''],
  unspecified: ['通知未规定', ''],
}

/** Where a step stands, in words. */
export const State = ({ state }: { state: StationState }) => (
  <span class={`state ${STATES[state][1]}`.trim()}>{STATES[state][0]}</span>
)

/** The filing authority's word on a committee or a plan. */
export const Ruled = ({
  granted,
  words,
}: {
  granted: boolean | null
  words: readonly [string, string, string]
}) => (
  <span class={`state ${granted === null ? 'wait' : granted ? 'good' : 'bad'}`}>
    {granted === null ? words[0] : granted ? words[1] : words[2]}
  </span>
)

/** 2023年10月9日（暂定）. */
export const DayOf = ({ bound }: { bound: Bound }) => (
  <>
    <b>{chineseDay(bound.day)}</b>
    {bound.provisional && '（节假日安排未公布，暂定）'}
  </>
)

/** The clause first; its words when asked for. */
export const Clause = ({ source }: { source: Source }) => (
  <details class="clause">
    <summary>{`${source.document} ${source.clause}`}</summary>
    <q>{source.quote}</q>
  </details>
)
