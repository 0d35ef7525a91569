import type { Day } from '../../calendar/day.ts'
import { chineseDay } from '../../calendar/day.ts'
import { levelGroupName } from '../../policy/level-group.ts'
import { Refusal } from '../../platform/refusal.ts'
import { routeName } from '../../titles/route.ts'
import type { Cell } from '../acceptance/cell-state.ts'

export const programmeNotFound = (programmeId: string) =>
  new Refusal('not-found', 'collection/programme-not-found', '没有这个归集任务：请从归集任务列表中选取。', {
    programmeId,
  })

export const programmeExists = (programmeId: string) =>
  new Refusal(
    'conflict',
    'collection/programme-exists',
    '本机构已按这个通知布置了归集任务，没有重复布置：请在原任务中增减机构。',
    { programmeId },
  )

export const noRule = (question: string) =>
  new Refusal(
    'conflict',
    'collection/no-rule',
    `这个通知没有规定要归集的年份：${question}请选用有规定的通知，或由有权的人社部门先作出规定（政策·对未规定事项的答复）。`,
    { question },
  )

export const noCurrentYears = () =>
  new Refusal(
    'conflict',
    'collection/no-current-years',
    '这个通知没有规定当年职称信息的归集，或没有规定电子证书从哪一年起：请选用有规定的通知。',
  )

export const notOfThisPlace = (office: string, place: string) =>
  new Refusal(
    'conflict',
    'collection/not-this-place',
    `${place} 的通知不适用于${office}：请选用本地或上级的通知。`,
    { place },
  )

export const badPart = (field: string, reason: string) =>
  new Refusal('invalid', 'collection/bad-part', `${field}不能接受：${reason}。`, { field, reason })

export const notYoursToAssign = (office: string) =>
  new Refusal(
    'conflict',
    'collection/not-below',
    `${office}不在承担本任务的机构之下：只能布置给本机构自己和直接或间接所属的机构。`,
    { office },
  )

export const beyondOwnPart = () =>
  new Refusal(
    'conflict',
    'collection/beyond-own-part',
    '要布置的年份、级别或取得途径本任务没有要求，没有布置：请核对通知的范围。',
  )

export const cellsReported = (count: number) =>
  new Refusal(
    'conflict',
    'collection/cells-reported',
    `要收回的范围中已有 ${count} 格报送了数据或零报告：请保留这些年份、级别和途径，或先撤回批次。`,
    { count },
  )

export const changedMeanwhile = () =>
  new Refusal('conflict', 'collection/changed-meanwhile', '刚刚已由他人办理，没有重复记入：请刷新后核对。')

export const notAssigned = () =>
  new Refusal(
    'conflict',
    'collection/not-assigned',
    '本机构没有承担这个归集任务：请联系布置任务的上级人社部门。',
  )

export const notPast = () =>
  new Refusal(
    'conflict',
    'collection/not-past',
    '这个任务归集当年职称，由任职资格文件和电子证书核对得出，不收表格，也不导出：请在“文件与证书核对”中办理。',
  )

/** A year, level or route nobody asked for: the first such cell, and where the programme says what it asks. */
export const notRequired = (
  cell: Cell,
  rows: number,
  { notice, clause, quote }: { readonly notice: string; readonly clause: string; readonly quote: string },
) =>
  new Refusal(
    'conflict',
    'collection/not-required',
    `${cellWords(cell)}共 ${rows} 行，不在本机构应报的范围之内，整个批次没有收入：${notice} ${clause}“${quote}”。请删去这些行，或核对年份、级别和取得途径。`,
    { ...cell, rows, notice, clause },
  )

export const cellWords = ({ year, level, route }: Cell): string =>
  `${year}年${levelGroupName(level)}（${routeName(route)}）`

export const dueWords = (day: Day | null): string => (day === null ? '未写明' : chineseDay(day))
