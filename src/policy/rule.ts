import type { Day } from '../calendar/day.ts'
import type { AuthorityKind } from '../identity/authority.ts'
import type { LevelGroup } from './level-group.ts'

/** How long before or after an event, and the date named outright. All that are given bind: the earliest day counts. */
export interface Timing {
  readonly workingDays?: number
  readonly months?: number
  /** Inclusive. */
  readonly by?: Day
  /** 及时: at once, no number of days given. */
  readonly promptly?: true
}

/** At least this part of a whole. */
export interface Share {
  readonly numerator: number
  readonly denominator: number
}

/** Who does it for whose results; names as the notice writes them. `of` null: for all. */
export interface Duty {
  readonly of: string | null
  readonly by: string
  /** The sort of office those words mean, where they leave no doubt. */
  readonly kind?: AuthorityKind
}

/** Who signs; null: how many is not said. */
export interface Signers {
  readonly who: string
  readonly count: number | null
}

export type PublicityKind = 'recommendation' | 'pre-meeting' | 'result'

export type Channel = 'online' | 'offline' | 'both'

/** The stations of a review, from the notice to the certificate, in the order of most notices. */
export const STEPS = [
  'notice',
  'expert-pool',
  'recommendation-publicity',
  'qualification-check',
  'title-confirmation',
  'pre-meeting-publicity',
  'pre-meeting-filing',
  'expert-draw',
  'meeting',
  'bureau-recheck',
  'result-publicity',
  'post-meeting-filing',
  'result-confirmation',
  'document',
  'upload',
  'bureau-audit',
  'data-collection',
  'three-reviews',
  'certificate',
] as const

export type Step = (typeof STEPS)[number]

/** Routes of 云人社函〔2023〕38号 三, by the codes certificates use. */
export type CollectedRoute = 'review' | 'assessment' | 'confirmation'

/** reporting: a reviewer of the office itself; receiving: one of the office that opened the programme. */
export type CollectionChecker = 'reporting' | 'receiving'

/** Which titles of which years are to be reported, and by when. What no cell names is not asked for, not missing. */
export interface CollectionMatrix {
  readonly by: Day
  readonly routes: readonly CollectedRoute[]
  /** Who agrees in turn before a return counts: the office that reports, the one it reports to. */
  readonly checkedBy: readonly CollectionChecker[]
  /** Both years inclusive; null: however far back. */
  readonly cells: readonly {
    readonly fromYear: number | null
    readonly throughYear: number
    readonly levels: readonly LevelGroup[]
    /** Of these years and levels; else the day for all. */
    readonly by?: Day
  }[]
}

/** Everything that differs by place, year or level. Days are working days unless a name says otherwise. */
export interface Rules {
  readonly steps: readonly Step[]
  readonly noticeAhead: Timing
  readonly noticeFiledFirst: true
  readonly expertPool: Timing
  readonly publicityKinds: readonly PublicityKind[]
  readonly recommendationPublicity: number
  readonly preMeetingPublicity: number
  readonly resultPublicity: number
  readonly publicityPlaces: string
  readonly anonymousObjection: 'handled' | 'not-accepted'
  readonly lateObjection: 'handled' | 'not-accepted'

  readonly applicationChannel: Channel
  readonly applicationsPerYear: number
  readonly twoCommittees: string
  readonly recommendationVote: Share
  readonly unpublicisedFile: string
  readonly rejectionsInAYear: number
  readonly overdueCorrection: 'not-qualified' | 'gave-up'
  readonly serviceCountedTo: Day
  readonly achievementsCountedTo: string
  readonly conversionYearsInPost: number
  readonly conversionServiceAddsUp: true
  readonly otherMajorExtraYears: number
  readonly fullSeniorPostPlan: Timing

  readonly qualificationCheck: Timing
  readonly preMeetingFiling: Timing
  readonly filingChannel: Channel
  readonly expertDraw: Timing
  readonly drawSupervised: true
  readonly drawSigners: readonly Signers[]
  readonly committeeOdd: true
  readonly attendance: Share
  readonly readers: number
  readonly outsiders: Share
  readonly votedByAttending: true
  readonly passingVote: Share
  readonly reviewFinished: Timing
  readonly outsideThePlan: string
  readonly voidReview: string

  readonly postMeetingFiling: Timing
  readonly bureauRecheck: Timing
  readonly resultPublished: Timing
  readonly resultConfirmer: readonly Duty[]
  readonly documentIssuer: readonly Duty[]
  readonly documentIssued: Timing
  readonly obtainedOn: 'meeting' | 'publicity-closed' | 'confirmation' | 'document'
  readonly reexamination: Timing

  readonly firstCertificateYear: number
  readonly certificateRoutes: readonly CollectedRoute[]
  readonly certificateIssuer: readonly Duty[]
  readonly paperCertificate: 'equal' | 'none'
  readonly threeReviews: { readonly after: Step; readonly before: Step }
  readonly threeReviewsRounds: readonly Duty[]
  readonly certificateMade: Timing
  readonly certificateRefused: string
  readonly qualificationEquivalence: string
  readonly restrictedScopes: readonly string[]
  readonly collection: CollectionMatrix
  readonly currentCollection: string

  readonly archiveName: string
  readonly recordSubjects: readonly string[]
  readonly recordTermYears: number
  readonly recordTermStart: 'conduct' | 'finding' | 'decision' | 'entry'
  readonly recordAfterRepair: 'kept' | 'ended'
  readonly recordBars: string
  readonly recordSharedWith: string
  readonly fraudulentTitle: 'revoked'
  readonly employerPenalty: string
  readonly committeePenalty: string
}

export type RuleName = keyof Rules
