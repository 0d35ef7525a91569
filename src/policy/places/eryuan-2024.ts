import { says, type PlacePolicy } from '../place-policy.ts'

const RECORD =
  '对申报人员弄虚作假、提供虚假材料，用人单位不按本单位规定程序进行推荐或各级审核单位审核把关不严的，一经查实，除按职称评审管理规定对申报人进行处理外，列入职称申报诚信档案库'

export const eryuan2024: PlacePolicy = {
  id: 'eryuan-2024',
  division: '532930',
  name: '大理州洱源县',
  nameEn: 'Eryuan County, Dali Prefecture',
  year: 2024,
  kind: 'annual',
  // The prefecture's own notice of 2024 stands between, and the province's of that year: we hold neither.
  above: 'yunnan-2023',
  calendar: 'dali',
  covers: ['senior', 'intermediate', 'junior'],
  notice: {
    title: '洱源县人力资源和社会保障局关于做好洱源县2024年度专业技术职称评审工作的通知',
    number: '洱人社〔2024〕27号',
    issuer: '洱源县人力资源和社会保障局',
    issuedOn: null,
    text: 'full',
  },
  notHeld: [
    '《大理白族自治州人力资源和社会保障局关于开展大理州2024年度专业技术职称评审工作的通知》（大人社通〔2024〕7号）',
  ],
  rules: {
    steps: says(
      [
        'notice',
        'recommendation-publicity',
        'qualification-check',
        'pre-meeting-publicity',
        'pre-meeting-filing',
        'expert-draw',
        'meeting',
        'result-publicity',
        'post-meeting-filing',
        'document',
        'upload',
        'bureau-audit',
        'certificate',
      ],
      '一（九）',
      '各评委会通过会后备案，县人力资源社会保障局将对评审结果进行发文。各评委会组建部门上传任职资格文件和评审通过人员信息到“信息平台”，经县人力资源社会保障局审核后，进行证书核发',
      { note: '一（二）至（九）按序排列；推荐公示见二（三）3。' },
    ),
    noticeAhead: says(
      { workingDays: 30, by: '2024-05-31' },
      '一（二）',
      '各评委会组建部门须在年度评审工作30个工作日前将2024年评审通知发布在“信息平台”和洱源县人民政府门户网站上',
      { also: [{ clause: '一（一）', text: '5月31日前发布评审通知' }] },
    ),
    expertPool: says(
      { by: '2024-06-15' },
      '一（一）',
      '6月15日前完成评委会专家库到期换届及新组建评委会专家库工作',
    ),
    publicityKinds: says(
      ['recommendation', 'pre-meeting', 'result'],
      '一（三）',
      '在“信息平台”和洱源县人民政府门户网站上进行会前公示',
      {
        also: [
          { clause: '一（七）', text: '对评审结果进行公示' },
          { clause: '二（三）3', text: '对拟推荐人员进行公示' },
        ],
      },
    ),
    recommendationPublicity: says(
      5,
      '二（三）3',
      '在本单位内部进行公示，公示期不少于5个工作日，经公示无异议的',
    ),
    preMeetingPublicity: says(5, '一（三）', '进行会前公示, 公示期不得少于5个工作日'),
    resultPublicity: says(5, '一（七）', '对评审结果进行公示。公示时间不少于5个工作日'),
    publicityPlaces: says(
      '推荐公示：本单位内部；会前公示、结果公示：“信息平台”和洱源县人民政府门户网站',
      '一（七）',
      '各评委员会组建部门在“信息平台”和洱源县人民政府门户网站上对评审结果进行公示',
      {
        also: [
          { clause: '一（三）', text: '在“信息平台”和洱源县人民政府门户网站上进行会前公示' },
          { clause: '二（三）3', text: '在本单位内部进行公示' },
        ],
      },
    ),

    applicationChannel: [
      says('online', '四（五）', '全省高级职称实行网上申报、网上审核、网上评审', { levels: ['senior'] }),
      says('offline', '四（五）', '初、中级职称仍然实行线下申报评审模式', {
        levels: ['intermediate', 'junior'],
        note: '已有自建系统的单位和自主评审单位可自选。',
      }),
    ],
    applicationsPerYear: says(1, '二（一）', '申报人年度内只能申报一次职称晋升评审'),
    twoCommittees: says(
      '取消其推荐申报资格',
      '二（一）',
      '同年度内，同时向两个及以上评委会报送申报评审材料的申报人，取消其推荐申报资格',
    ),
    recommendationVote: says(
      { numerator: 2, denominator: 3 },
      '二（三）2',
      '同意推荐票数达参会人数的三分之二及以上者方可推荐上报',
    ),
    unpublicisedFile: says('不予受理', '二（三）3', '对未经审核推荐和公示的申报材料不予受理'),
    serviceCountedTo: says(
      '2024-12-31',
      '二（二）3',
      '申报人从事专业技术工作年限及履职时间计算截止2024年12月31日',
    ),
    conversionServiceAddsUp: says(
      true,
      '二（二）5',
      '转评后晋升高一级职称的，转评前后同级职称资格任职时间可累计计算',
    ),
    fullSeniorPostPlan: says(
      { by: '2024-04-30' },
      '二（二）6',
      '4月30日前，请事业单位主管部门（乡镇人民政府下属事业单位工作人员申报先报乡镇人民政府审核后报行业主管部门）以小红头文件',
      { levels: ['senior'], note: '只限正高级岗位。' },
    ),

    preMeetingFiling: says(
      { workingDays: 10 },
      '一（四）',
      '各评委会组建部门10个工作日前向核准备案部门提出评委会会前备案',
      { note: '“10个工作日前”未写以何日为准，按评审会议之日理解。' },
    ),
    drawSupervised: says(true, '一（五）', '各评委会组建部门在监督人员的监督下, 从评委会专家库中随机抽取'),
    drawSigners: says(
      [
        { who: '抽取人员', count: 3 },
        { who: '监督人员', count: null },
      ],
      '一（五）',
      '抽取结果需由3名抽取人员和监督人员签字确认',
    ),
    committeeOdd: says(true, '一（五）', '评委会组成人员应为单数'),
    attendance: says(
      { numerator: 2, denominator: 3 },
      '一（五）',
      '出席评委会的专家应当不少于评委会人数的2/3',
    ),
    readers: says(3, '一（六）', '确保每名申报人员的材料经3名以上专家独自审阅', {
      note: '“3名以上”按含3名理解。',
    }),
    votedByAttending: says(true, '一（六）', '评审结果由出席评审会议的专家共同投票产生'),
    reviewFinished: says({ by: '2024-10-31' }, '一（一）', '10月31日前完成全部评审工作'),
    voidReview: says('评审结果不予认定', '一末段', '未按规定权限和程序进行评审的，评审结果不予认定'),

    postMeetingFiling: says(
      { workingDays: 20, by: '2024-11-30' },
      '一（八）',
      '各评委会组建部门在评审结束20个工作日内对评审工作进行会后备案',
      { also: [{ clause: '一（一）', text: '11月30日前完成会后备案' }] },
    ),
    documentIssuer: says(
      [{ of: null, by: '县人力资源社会保障局', kind: 'county' }],
      '一（九）',
      '县人力资源社会保障局将对评审结果进行发文',
      { levels: ['intermediate', 'junior'], note: '高级自2023年起由省厅印发，见省通知。' },
    ),
    certificateIssuer: says(
      [{ of: '评委会组建部门上传的通过人员', by: '县人力资源社会保障局审核后核发' }],
      '一（九）',
      '各评委会组建部门上传任职资格文件和评审通过人员信息到“信息平台”，经县人力资源社会保障局审核后，进行证书核发',
    ),
    qualificationEquivalence: says(
      '取得相应职业资格可认定具备相应系列和层级的职称',
      '四（一）',
      '专业技术人员按规定取得相应专业技术职业资格证书,可认定其具备相应系列和层级的职称,并可作为申报高一级职称的条件',
    ),

    archiveName: says('职称申报诚信档案库', '三（一）', RECORD),
    recordSubjects: says(['申报人员', '用人单位', '各级审核单位'], '三（一）', RECORD),
    employerPenalty: says(
      '向所在地区主管部门以及相应纪检监察部门通报',
      '三（一）',
      '还将向所在地区主管部门以及相应纪检监察部门通报申报人员、责任单位及责任人相关情况',
    ),
    committeePenalty: says(
      '全县范围内通报批评，并暂停其评审工作',
      '三（二）',
      '造成不良影响的评审委员会,将在全县范围内进行通报批评,并暂停其评审工作',
    ),
  },
}
