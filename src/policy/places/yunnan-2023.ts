import { LEVEL_GROUPS } from '../level-group.ts'
import { says, type PlacePolicy } from '../place-policy.ts'

const CERTIFICATES =
  '2022年（含）以来，全省范围内经各评审委员会评审、用人单位考核认定和资格确认取得的初、中、高级职称，全面实行职称电子证书'
const EVERY_PERIOD = '严格遵守公示时间不少于5个工作日要求'

export const yunnan2023: PlacePolicy = {
  id: 'yunnan-2023',
  division: '530000',
  name: '云南省',
  nameEn: 'Yunnan Province',
  year: 2023,
  kind: 'annual',
  above: 'national-2019',
  calendar: 'national',
  covers: ['senior'],
  notice: {
    title: '云南省人力资源和社会保障厅关于做好2023年度高级职称评审工作的通知',
    number: '云人社函〔2023〕38号',
    issuer: '云南省人力资源和社会保障厅',
    issuedOn: '2023-03-21',
    text: 'full',
  },
  notHeld: ['《云南省职称评审管理实施办法（试行）》（云人社发〔2020〕57号）'],
  rules: {
    steps: says(
      [
        'notice',
        'expert-pool',
        'expert-draw',
        'meeting',
        'result-publicity',
        'post-meeting-filing',
        'document',
      ],
      '二（一）',
      '评审30个工作日前要向社会发布评审通知、20个工作日前向核准备案部门提出核准组建专家库书面申请、评审会5个工作日前抽取评委、评审会后15个工作日内完成会后备案',
      {
        also: [{ clause: '四（四）', text: '将公示无异议的评审通过人员名单等，报省人力资源社会保障厅备案' }],
        note: '推荐公示、会前公示在会前，通知未写与抽取专家的先后；任职资格文件按文意在备案之后。',
      },
    ),
    noticeAhead: says({ workingDays: 30 }, '二（一）', '评审30个工作日前要向社会发布评审通知'),
    expertPool: says({ workingDays: 20 }, '二（一）', '20个工作日前向核准备案部门提出核准组建专家库书面申请'),
    publicityKinds: says(
      ['recommendation', 'pre-meeting', 'result'],
      '二（一）',
      '严格实行推荐公示、会前公示、结果公示',
    ),
    recommendationPublicity: says(5, '二（一）', EVERY_PERIOD),
    preMeetingPublicity: says(5, '二（一）', EVERY_PERIOD),
    resultPublicity: says(5, '二（一）', EVERY_PERIOD),

    applicationsPerYear: says(1, '二（五）', '申报人一个年度内只能申报一次职称晋升评审'),
    serviceCountedTo: says('2023-12-31', '二（六）', '申报人履职计算时间截至2023年12月31日'),

    filingChannel: says(
      'online',
      '三',
      '2023年起，不再线下办理高级职称资格确认、高级职称评审委员会会前及会后备案，实施在线办理',
      { standing: true },
    ),
    expertDraw: says({ workingDays: 5 }, '二（一）', '评审会5个工作日前抽取评委', {
      note: '“5个工作日前”按至少提前5个工作日理解。',
    }),
    drawSupervised: says(true, '二（二）', '评委会专家要在监督人员监督下从专家库中随机抽取产生'),
    drawSigners: says([{ who: '抽取人员', count: 3 }], '二（二）', '抽取结果需由3名抽取人员签字确认'),
    committeeOdd: says(true, '二（二）', '评委会组成人员应当为单数'),
    attendance: says(
      { numerator: 2, denominator: 3 },
      '二（二）',
      '出席评审会议的评审专家人数应当不少于评委会人数的2/3',
    ),
    readers: says(3, '二（二）', '确保每名申报人申报材料经过3名以上专家独自审阅', {
      note: '“3名以上”按含3名理解。',
    }),
    votedByAttending: says(true, '二（二）', '确保评审结果由出席评审会议评审专家共同投票产生'),
    outsideThePlan: says(
      '均不予备案',
      '一',
      '对于无故延后开展评审的，及未上报评审计划开展评审的，均不予备案',
    ),

    postMeetingFiling: says({ workingDays: 15 }, '二（一）', '评审会后15个工作日内完成会后备案'),
    documentIssuer: says(
      [{ of: '高级职称', by: '省人力资源社会保障厅', kind: 'province' }],
      '四（四）',
      '自2023年起，由省人力资源社会保障厅印发高级职称任职资格文件',
      { standing: true },
    ),

    firstCertificateYear: says(2022, '三', CERTIFICATES, { levels: LEVEL_GROUPS, standing: true }),
    certificateRoutes: says(['review', 'assessment', 'confirmation'], '三', CERTIFICATES, {
      levels: LEVEL_GROUPS,
      standing: true,
    }),
    paperCertificate: says('equal', '三', '电子证书与纸质证书具有同等效力', {
      levels: LEVEL_GROUPS,
      standing: true,
    }),
    collection: says(
      {
        by: '2023-06-01',
        routes: ['review', 'assessment', 'confirmation'],
        checkedBy: ['reporting', 'receiving'],
        cells: [
          { fromYear: null, throughYear: 1999, levels: ['senior', 'intermediate', 'junior'] },
          { fromYear: 2000, throughYear: 2021, levels: ['intermediate', 'junior'] },
        ],
      },
      '四（三）',
      '2023年6月1日前完成2000年以前高、中、初级，2000至2021年中、初级职称信息（含评审通过、考核认定、资格确认）按年度采集上报工作',
      {
        levels: LEVEL_GROUPS,
        note: '2000年按“2000至2021”计；2000至2021年的高级未列入，即不要求上报；“6月1日前”按含当日理解；“上报”按报送机构审核、上级验收理解。',
      },
    ),
    currentCollection: says(
      '及时上报，确保电子证书信息采集完整、准确',
      '四（二）',
      '及时上报2023年职称信息，确保2023职称电子证书信息采集完整、准确',
      { levels: LEVEL_GROUPS, note: '没有写明日期：不计逾期。' },
    ),
  },
}
