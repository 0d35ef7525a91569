import { Refusal } from '../../platform/refusal.ts'

// One answer for every list that is no register of applications: whoever brings a list of strangers learns nothing by it.
export const notAnApplication = () =>
  new Refusal(
    'conflict',
    'results/not-an-application',
    '只能查询已登记的申报：须是本年度现行的上会名单，会前备案已被接收（通知不要求备案的，由上传名单以外的人查询）。',
  )

export const nobodyToAsk = () =>
  new Refusal('invalid', 'results/nobody-to-ask', '名单中没有这些序号：请核对后再查。')
