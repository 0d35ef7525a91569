import { Refusal } from '../platform/refusal.ts'
import type { Defect } from '../spreadsheets/defect.ts'

export const listHasDefects = (defects: readonly Defect[]) =>
  new Refusal(
    'invalid',
    'results/list-has-defects',
    `名单有 ${defects.length} 处问题，一行也没有导入：请按所列单元格改正后整份重新上传。`,
    { defects },
  )

export const listAlreadyImported = (listId: string) =>
  new Refusal(
    'conflict',
    'results/already-imported',
    `这份文件已经导入过（名单 ${listId}），没有重复导入。`,
    { listId },
  )

export const listNotFound = (listId: string) =>
  new Refusal('not-found', 'results/list-not-found', `没有编号为 ${listId} 的名单。`, { listId })

export const listReplaced = (listId: string, by: string) =>
  new Refusal('conflict', 'results/list-replaced', `这份名单已由更正后的名单取代：请办理新的那一份。`, {
    listId,
    by,
  })

export const notTheSameOffice = (listId: string) =>
  new Refusal(
    'conflict',
    'results/not-the-same-office',
    '更正的名单须由同一个机构接收：请核对发证机关，或作为新名单导入。',
    { listId },
  )

export const listAlreadyConfirmed = (listId: string, number: string) =>
  new Refusal('conflict', 'results/already-confirmed', `名单 ${listId} 已由 ${number} 确认，不能再次确认。`, {
    listId,
    number,
  })

export const badDocumentNumber = (text: string) =>
  new Refusal(
    'invalid',
    'results/bad-document-number',
    `“${text}”不是发文字号：应形如 云人社发〔2023〕12号。`,
    { text },
  )

export const documentNumberUsed = (number: string) =>
  new Refusal(
    'conflict',
    'results/document-number-used',
    `${number} 已用于另一份名单：同一文号不能用两次。`,
    { number },
  )

export const documentNotFound = (number: string) =>
  new Refusal('not-found', 'results/document-not-found', `没有登记过文号为 ${number} 的任职资格文件。`, {
    number,
  })

export const badDocumentDay = (day: string) =>
  new Refusal(
    'invalid',
    'results/bad-document-day',
    `发文日期“${day}”不能接受：应为今天或以前的日期，如 2023-12-20。`,
    {
      day,
    },
  )

export const fileUnreadable = (file: string) =>
  new Refusal('not-found', 'results/file-unreadable', `读不到文件 ${file}：请核对文件名和路径。`, { file })

export const uploadMissing = () =>
  new Refusal('invalid', 'results/upload-missing', '没有收到文件：请选择要上传的名单。', { field: 'file' })

export const uploadTooLarge = () =>
  new Refusal('too-large', 'results/upload-too-large', '文件超过 32 MB：请分成几份上传。', { field: 'file' })
