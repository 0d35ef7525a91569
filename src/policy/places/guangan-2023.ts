import { says, type PlacePolicy } from '../place-policy.ts'

const RECORD =
  '对通过弄虚作假、暗箱操作等违纪违规行为取得的职称，一律予以撤销，并记入全市专业技术人员职称申报评审诚信档案库，记录期为3年'
const CERTIFICATES =
  '6月底前，评审委员会组建部门对2023年度通过评审的职称数据进行归集，按照“三审三校”审核机制进行逐级审核后生成职称电子证书，不再制发纸质证书'
const CONFIRMED = '对评审通过并公示无异议的参评人员，按职称评审权限报人社部门确认、发文'
const COUNTIES =
  '各县（市、区）中、初级职称评审的结果，由各地根据职称审批权限发文公布结果，结果报市人社局备案'

export const guangan2023: PlacePolicy = {
  id: 'guangan-2023',
  division: '511600',
  name: '四川省广安市',
  nameEn: "Guang'an City, Sichuan",
  year: 2023,
  kind: 'annual',
  // Sichuan's notices stand between; we hold none of them.
  above: 'national-2019',
  calendar: 'national',
  covers: ['senior', 'intermediate', 'junior'],
  notice: {
    title: '广安市人力资源和社会保障局关于做好2023年度职称评审工作的通知',
    number: '广安人社办〔2023〕144号',
    issuer: '广安市人力资源和社会保障局',
    issuedOn: '2023-10-24',
    text: 'full',
  },
  notHeld: [
    '《四川省人力资源和社会保障厅关于印发〈四川省职称评审管理暂行办法〉的通知》（川人社发〔2020〕31号）',
    '《四川省人力资源和社会保障厅关于开展电子职称证书生成工作的通知》（川人社函〔2022〕394号）',
    '《四川省人力资源和社会保障厅关于全面推行职称评审信息系统运用有关事项的通知》（川人社函〔2023〕693号）',
  ],
  rules: {
    steps: says(
      [
        'expert-pool',
        'notice',
        'recommendation-publicity',
        'qualification-check',
        'pre-meeting-filing',
        'expert-draw',
        'meeting',
        'post-meeting-filing',
        'bureau-recheck',
        'result-publicity',
        'result-confirmation',
        'document',
        'data-collection',
        'three-reviews',
        'certificate',
      ],
      '四（三）',
      '对经评审和人社部门复核通过的人员信息，由评审委员会组建部门进行线上线下公示',
      {
        also: [
          { clause: '四（四）', text: CONFIRMED },
          { clause: '六（四）', text: '2024年3月底前，全市人社部门完成申报资料复核' },
          { clause: '六（四）', text: CERTIFICATES },
        ],
        note: '先由人社部门复核，再公示；先确认，后发文。',
      },
    ),
    noticeAhead: says(
      { by: '2023-10-31' },
      '六（一）',
      '评审委员会组建部门进行评审委员会及专家库申请备案，面向社会印发评审通知，并在系统中发布',
      {
        also: [{ clause: '六（一）', text: '评审准备阶段（10月底前）' }],
        note: '没有规定提前多少个工作日。',
      },
    ),
    expertPool: says({ by: '2023-10-31' }, '六（一）', '评审委员会组建部门进行评审委员会及专家库申请备案', {
      also: [{ clause: '六（一）', text: '评审准备阶段（10月底前）' }],
    }),
    publicityKinds: says(
      ['recommendation', 'result'],
      '四（一）',
      '做好评前公示工作，公示时间不得少于5个工作日',
      { also: [{ clause: '四（三）', text: '由评审委员会组建部门进行线上线下公示' }] },
    ),
    recommendationPublicity: says(5, '四（一）', '做好评前公示工作，公示时间不得少于5个工作日'),
    resultPublicity: says(5, '四（三）', '由评审委员会组建部门进行线上线下公示，公示期不得少于5个工作日'),
    publicityPlaces: says('结果公示：线上和线下', '四（三）', '由评审委员会组建部门进行线上线下公示'),

    applicationChannel: says('both', '二', '2023年度职称评审工作采取线下、线上相结合的形式进行'),
    overdueCorrection: says('gave-up', '四（二）', '申报人员逾期未补充完整的，视为放弃申报'),
    serviceCountedTo: says(
      '2023-12-31',
      '三（五）',
      '专业技术人员申报职称的资历（任职年限）计算截止时间为2023年12月31日',
    ),
    achievementsCountedTo: says(
      '申报材料受理截止日期（由各评委会组建单位在评审通知中明确）',
      '三（五）',
      '业绩成果、论文、学历（学位）证等相关资料提供的截止时间可为申报材料受理截止日期',
    ),

    qualificationCheck: says(
      { by: '2023-11-30' },
      '六（二）',
      '11月底前，完成线上线下各级审核工作，准备召开职称评审会议',
    ),
    preMeetingFiling: says(
      { workingDays: 5 },
      '五（一）',
      '各评委会在召开年度评审会议5个工作日前，应向市人社局报备评审方案',
    ),
    outsiders: says(
      { numerator: 20, denominator: 100 },
      '五（二）',
      '各地和各自主评审单位在抽取年度评审专家时，本地、本单位以外的专家人数占比不得少于20%',
    ),
    reviewFinished: says(
      { by: '2023-12-20' },
      '六（三）',
      '2023年12月中旬前，确定评审会场、抽取评审专家、集中召开职称评审会议',
      { note: '“中旬前”按中旬最后一日12月20日理解；也可读作12月10日，请市人社局确认。' },
    ),
    voidReview: says(
      '评审结果一律无效：未按规定程序和要求委托的',
      '二（四）',
      '未按规定程序和要求进行委托的评审结果一律无效',
    ),

    postMeetingFiling: says(
      { promptly: true },
      '五（一）',
      '评审结束后及时向市人社局报送资格审查、评前公示、评审专家抽取等情况',
    ),
    bureauRecheck: says({ by: '2024-03-31' }, '六（四）', '2024年3月底前，全市人社部门完成申报资料复核'),
    resultPublished: says(
      { by: '2024-04-30' },
      '六（四）',
      '4月底前，各评审委员会组建部门向社会公示职称评审结果',
    ),
    resultConfirmer: says([{ of: null, by: '人社部门（按职称评审权限）' }], '四（四）', CONFIRMED),
    documentIssuer: [
      says([{ of: null, by: '人社部门（按职称评审权限）' }], '四（四）', CONFIRMED, {
        levels: ['senior'],
      }),
      says(
        [
          { of: null, by: '人社部门（按职称评审权限）' },
          { of: '各县（市、区）中、初级', by: '各县（市、区），报市人社局备案' },
        ],
        '四（四）',
        CONFIRMED,
        {
          also: [
            { clause: '五（四）', text: COUNTIES },
            {
              clause: '五（三）',
              text: '广安职业技术学院年度评审结果经公示无异议后，由学校自行发文公布评审结果',
            },
          ],
          levels: ['intermediate', 'junior'],
          note: '广安职业技术学院自行发文，未写层级。',
        },
      ),
    ],
    documentIssued: says({ by: '2024-05-31' }, '六（四）', '5月底前，人社部门完成职称评审结果确认、发文工作'),

    firstCertificateYear: says(2023, '六（四）', CERTIFICATES, {
      note: '本通知只说2023年度，未说以前年度。',
    }),
    certificateRoutes: says(['review'], '六（四）', CERTIFICATES),
    paperCertificate: says('none', '六（四）', CERTIFICATES),
    threeReviews: says({ after: 'data-collection', before: 'certificate' }, '六（四）', CERTIFICATES, {
      note: '本通知未写三审、三校各由谁进行。',
    }),
    certificateMade: says({ by: '2024-06-30' }, '六（四）', CERTIFICATES),
    collection: says(
      {
        by: '2024-06-30',
        routes: ['review'],
        checkedBy: ['reporting', 'receiving'],
        cells: [{ fromYear: 2023, throughYear: 2023, levels: ['senior', 'intermediate', 'junior'] }],
      },
      '六（四）',
      CERTIFICATES,
    ),

    archiveName: says('全市专业技术人员职称申报评审诚信档案库', '七（三）', RECORD),
    recordSubjects: says(['以违纪违规行为取得职称的人员'], '七（三）', RECORD),
    recordTermYears: says(3, '七（三）', RECORD),
    fraudulentTitle: says('revoked', '七（三）', RECORD),
    committeePenalty: says(
      '通报，责令限期纠正、调整专家、宣布评审结果无效；情节特别严重的暂停乃至收回职称评审权',
      '七（一）',
      '将视情予以通报，并责令其限期纠正、调整专家、宣布评审结果无效。情节特别严重的将暂停乃至收回职称评审权',
    ),
  },
}
