import { Refusal } from '../../platform/refusal.ts'
import type { ReportFault } from './report-file.ts'

const FAULTS: Readonly<Record<ReportFault, string>> = {
  'no-signature': '文件末行没有签名',
  'wrong-signature': '签名不是登记的公钥所签',
  altered: '文件内容与签名不符，签名后被改动过，或没有传完整',
}

export const badReport = (fault: ReportFault) =>
  new Refusal(
    'invalid',
    'collection/bad-report',
    `上报文件不能收入：${FAULTS[fault]}。请让报送机构重新导出，原样传送。`,
    { fault },
  )

export const reportElsewhere = (reason: string) =>
  new Refusal(
    'conflict',
    'collection/report-elsewhere',
    `上报文件不是这个任务、这个机构的：${reason}。请在对应的任务和机构下收入。`,
    { reason },
  )

export const reportOlder = (version: number, last: number) =>
  new Refusal(
    'conflict',
    'collection/report-older',
    `这是第 ${version} 版，已经收入过第 ${last} 版：请收入更新的一版。`,
    { version, last },
  )

export const senderUnknown = (office: string) =>
  new Refusal(
    'conflict',
    'collection/sender-unknown',
    `还没有登记${office}的签名公钥：请与该机构当面或用另一途径核对后登记。`,
    { office },
  )

export const badSender = (field: string, reason: string) =>
  new Refusal('invalid', 'collection/bad-sender', `${field}不能接受：${reason}。`, { field, reason })

export const reportTooLarge = (most: number) =>
  new Refusal(
    'too-large',
    'collection/report-too-large',
    `上报文件超过 ${Math.round(most / 1_048_576)} MB：请分任务、分机构导出。`,
    { most },
  )

export const reportMiscounted = (cell: string, said: number, counted: number) =>
  new Refusal(
    'conflict',
    'collection/report-miscounted',
    `上报文件的签名清单说${cell}有 ${said} 行，检查得出 ${counted} 行，整份没有收入：请让报送机构核对后重新导出；同一版中没有人的格已填成零报告的，请一并退回。`,
    { cell, said, counted },
  )
