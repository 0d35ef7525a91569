import { Refusal } from '../../platform/refusal.ts'

export const badReturn = (field: string, reason: string) =>
  new Refusal('invalid', 'collection/bad-return', `${field}不能接受：${reason}。`, { field, reason })

export const returnNotFound = (returnId: string) =>
  new Refusal('not-found', 'collection/return-not-found', '没有这份零报告或核对报告。', {
    returnId,
  })

export const notEmpty = (cell: string, state: string) =>
  new Refusal(
    'conflict',
    'collection/not-empty',
    `${cell}现在是“${state}”，不能零报告：请只勾选待报的年份、级别和取得途径；已有批次的，先核对批次。`,
    { cell, state },
  )

export const batchUnsettled = (unsettled: number) =>
  new Refusal(
    'conflict',
    'collection/batch-unsettled',
    unsettled === 0
      ? '这个批次还没有与已有数据比对：请先比对，再送审。'
      : `还有 ${unsettled} 处差异没有决定：请逐处选定，再送审。`,
    { unsettled },
  )

export const batchEnded = (state: string) =>
  new Refusal(
    'conflict',
    'collection/batch-ended',
    `这个批次${state}，不能再送审或验收：请在最新的批次上办理。`,
    { state },
  )

export const nothingUnexplained = () =>
  new Refusal('conflict', 'collection/nothing-unexplained', '这个人已有证书或已作说明，没有重复记入。')

export const unexplainedLeft = (count: number) =>
  new Refusal(
    'conflict',
    'collection/unexplained-left',
    `文件中还有 ${count} 人既没有证书、也没有说明：请颁发证书，或逐人说明原因，再送审。`,
    { count },
  )

export const nobodyInDocuments = () =>
  new Refusal('conflict', 'collection/nobody-in-documents', '这一格的任职资格文件中没有人：请改用零报告。')

export const notCurrent = () =>
  new Refusal('conflict', 'collection/not-current', '这个任务归集历年职称：请上传历年职称信息采集表。')

export const returnEnded = () =>
  new Refusal('conflict', 'collection/return-ended', '这份报告已经验收，没有重复办理。')

export const titleNotFound = (titleId: string) =>
  new Refusal('not-found', 'collection/title-not-found', `本机构的文件中没有编号为 ${titleId} 的职称。`, {
    titleId,
  })
