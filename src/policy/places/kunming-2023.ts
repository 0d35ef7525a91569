import { says, type PlacePolicy } from '../place-policy.ts'

const RECORD =
  '相关信息记入职称评审诚信档案库，并纳入全国信用信息共享平台，记录期限为3年，记录期内不得参加职称申报评审'

export const kunming2023: PlacePolicy = {
  id: 'kunming-2023',
  division: '530100',
  name: '昆明市',
  nameEn: 'Kunming City',
  year: 2023,
  kind: 'annual',
  above: 'yunnan-2023',
  calendar: 'national',
  covers: ['senior', 'intermediate', 'junior'],
  notice: {
    title: '昆明市人力资源和社会保障局关于开展2023年专业技术职称申报评审工作的通知',
    number: '昆人社通〔2023〕37号',
    issuer: '昆明市人力资源和社会保障局',
    issuedOn: '2023-05-16',
    text: 'full',
  },
  notHeld: ['《云南省职称评审管理实施办法（试行）》（云人社发〔2020〕57号）'],
  rules: {
    steps: says(
      [
        'notice',
        'recommendation-publicity',
        'title-confirmation',
        'pre-meeting-publicity',
        'pre-meeting-filing',
        'expert-draw',
        'meeting',
        'post-meeting-filing',
        'document',
        'result-confirmation',
      ],
      '四（五）',
      '“评审结果确认意见”栏，应填写已下发的职称任职资格文件号及取得的职称资格名称',
      {
        also: [
          {
            clause: '四（三）',
            text: '各系列各层级评委会在会前公示前，需将要确认的人员名单（附件5）按职称管理权限分别报各级人社部门',
          },
          { clause: '四（四）', text: '资格审核情况（包括公示情况、审核未通过人员情况）' },
        ],
        note: '先发文、后签章确认；结果公示的位置本通知未写。',
      },
    ),
    noticeAhead: says({ months: 1 }, '一', '须至少提前1个月向社会发布职称申报评审通知'),
    noticeFiledFirst: says(
      true,
      '一',
      '评审委员会组建单位的评审通知发布前，需报相应层级人力资源社会保障部门备案',
    ),
    publicityKinds: says(
      ['recommendation', 'pre-meeting'],
      '三（六）',
      '在本单位公开场所集中公示不少于5个工作日',
      {
        also: [{ clause: '四（三）', text: '各系列各层级评委会在会前公示前' }],
        levels: ['intermediate', 'junior'],
        note: '本通知没有写结果公示；高级见省通知。',
      },
    ),
    recommendationPublicity: says(5, '三（六）', '在本单位公开场所集中公示不少于5个工作日'),
    publicityPlaces: says(
      '推荐公示：本单位公开场所，有条件的还应同时在单位办公平台',
      '三（六）',
      '在本单位公开场所集中公示不少于5个工作日，有条件的还应同时在单位办公平台公示',
    ),

    applicationsPerYear: says(1, '六（一）', '申报人一个年度内只能申报一次职称晋升评审'),
    rejectionsInAYear: says(
      3,
      '四（一）',
      '申报系统中3次提出审核意见仍然存在问题的，各评委会承办部门及各级人力资源社会保障部门本年度不再受理个人的申报材料',
    ),
    overdueCorrection: says('not-qualified', '四（二）', '逾期未补正的，视为申报人不具备相应申报资格'),
    serviceCountedTo: says(
      '2023-12-31',
      '二（六）',
      '申报人履职计算时间截至2023年12月31日（变更系列、考核认定人员除外）',
    ),
    conversionYearsInPost: says(
      1,
      '三（九）',
      '专业技术人才变更相应系列（专业）同级职称资格的，须变更岗位后在现岗位工作满1年以上',
    ),
    otherMajorExtraYears: says(1, '二（五）', '其申报职称时，学历和资历条件在评价标准条件基础上增加1年'),

    preMeetingFiling: says(
      { workingDays: 10 },
      '四（四）',
      '各评委会在召开评审会议10个工作日前，须将评审工作方案、资格审核情况（包括公示情况、审核未通过人员情况）及同意上会评审人员名单报相应层级人社部门备案',
    ),
    expertDraw: says({ workingDays: 5 }, '四（四）', '评审会5个工作日前抽取评委', {
      note: '“5个工作日前”按至少提前5个工作日理解。',
    }),
    drawSigners: says([{ who: '抽取人员', count: 3 }], '四（四）', '抽取结果需由3名抽取人员签字确认'),
    committeeOdd: says(true, '四（四）', '评委会组成人员应当为单数'),
    readers: says(3, '四（四）', '确保每名申报人申报材料经过3名以上专家独自审阅', {
      note: '“3名以上”按含3名理解。',
    }),
    votedByAttending: says(true, '四（四）', '确保评审结果由出席评审会议评审专家共同投票产生'),

    postMeetingFiling: says({ workingDays: 15 }, '四（四）', '评审会后15个工作日内完成会后备案'),
    resultConfirmer: [
      says(
        [{ of: '高级职称评审结果', by: '昆明市人力资源社会保障局', kind: 'prefecture' }],
        '四（五）',
        '高级职称评审结果、市级行业主管部门承接的中评委会评审结果由昆明市人力资源社会保障局确认并签章',
        { levels: ['senior'] },
      ),
      says(
        [
          { of: '市级行业主管部门承接的中评委会', by: '昆明市人力资源社会保障局', kind: 'prefecture' },
          { of: '县（市）区承接的中评委会', by: '所在县（市）区人力资源和社会保障局', kind: 'county' },
        ],
        '四（五）',
        '市级行业主管部门承接的中评委会评审结果由昆明市人力资源社会保障局确认并签章',
        {
          also: [
            {
              clause: '四（五）',
              text: '县（市）区承接的中评委会评审结果由所在县（市）区人力资源和社会保障局确认并签章',
            },
          ],
          levels: ['intermediate'],
        },
      ),
    ],
    documentIssuer: says(
      [{ of: '高级职称', by: '省人力资源社会保障厅', kind: 'province' }],
      '四（五）',
      '高级职称任职资格文件由省人力资源社会保障厅印发',
      { levels: ['senior'] },
    ),
    reexamination: says(
      { months: 2 },
      '四（六）',
      '复查申请人须在评审结果确认后2个月内（逾期不予受理）向评委会组建单位提交书面复查申请',
      { note: '只查程序和错看、漏看材料；自评审结果确认之日起算，当日不计。' },
    ),

    certificateRefused: says(
      '不予核准发证：未经省或市信息系统审核而违规送评的',
      '三（一）',
      '凡未经省或市信息系统审核的申报材料，不予送评；如违规送评且获评审通过，则不予核准发证',
    ),
    qualificationEquivalence: says(
      '职业资格与职称同等效力，不另发职称证书',
      '五（二）',
      '职业资格证书与职称证书具有同等效力，不单独换发或补发职称证书',
    ),

    archiveName: says('职称评审诚信档案库', '六（三）', RECORD),
    recordSubjects: says(['申报人员'], '六（三）', `对申报人员弄虚作假、提供虚假材料的，${RECORD}`),
    recordTermYears: says(3, '六（三）', RECORD),
    recordBars: says('不得参加职称申报评审', '六（三）', RECORD),
    recordSharedWith: says('全国信用信息共享平台', '六（三）', RECORD),
    employerPenalty: says(
      '暂停该单位下一年度职称申报推荐工作进行整改',
      '六（三）',
      '用人单位未履行审核主体责任，审核把关不严，情节严重造成不良影响的，暂停该单位下一年度职称申报推荐工作进行整改',
    ),
  },
}
