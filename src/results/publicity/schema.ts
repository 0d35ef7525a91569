import { boolean, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { reviewCycles } from '../../cycles/schema.ts'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import { resultLists } from '../lists/schema.ts'
import type { ObjectionCounts } from '../objections/counts.ts'
import type { EndingGround } from './state.ts'

/** A list put before the public: one version of one publication. A longer time is the next version, other content another publication. */
export const publications = pgTable(
  'publications',
  {
    id: text('id').primaryKey(),
    /** The name in its public address; every version has the same. */
    publicationId: text('publication_id').notNull(),
    /** 1, 2, … of the publication. */
    version: integer('version').notNull(),
    listId: text('list_id')
      .notNull()
      .references(() => resultLists.id),
    cycleId: text('cycle_id')
      .notNull()
      .references(() => reviewCycles.id),
    kind: text('kind').$type<PublicityKind>().notNull(),
    /** From this day's midnight in Beijing … */
    opensOn: dayColumn('opens_on').notNull(),
    /** … through the end of this one. */
    closesOn: dayColumn('closes_on').notNull(),
    /** Working days the rule asks; null where no source states it. */
    leastDays: integer('least_days'),
    /** Some day on the way is not announced yet: the last day may still have to move. */
    provisional: boolean('provisional').notNull(),
    rowCount: integer('row_count').notNull(),
    /** SHA-256 of the published text (content.ts), whose first line nobody can guess. */
    contentDigest: bytes('content_digest').notNull(),
    /** The publication whose content this one corrects: that one ends, and the time runs again. */
    replacesId: text('replaces_id'),
    openedOn: dayColumn('opened_on').notNull(),
    openedBy: text('opened_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('publications_version').on(table.publicationId, table.version),
    unique('publications_replaces').on(table.replacesId, table.version),
    index('publications_list').on(table.listId),
    index('publications_closes').on(table.closesOn),
    index('publications_sealed_by').on(table.sealedBy),
  ],
)

/** Where else it was published: one row a channel and paper. */
export const publicationChannels = pgTable(
  'publication_channels',
  {
    id: text('id').primaryKey(),
    publicationId: text('publication_id').notNull(),
    /** As the policy names it. */
    channel: text('channel').notNull(),
    /** The address or place. */
    address: text('address').notNull(),
    /** The day it could first be read there. */
    upOn: dayColumn('up_on').notNull(),
    /** SHA-256 of the picture or paper that shows it. */
    fileDigest: bytes('file_digest'),
    recordedOn: dayColumn('recorded_on').notNull(),
    recordedBy: text('recorded_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('publication_channels_publication').on(table.publicationId),
    index('publication_channels_sealed_by').on(table.sealedBy),
  ],
)

/** How a publication ended: closed after its last day with everything shown, or taken down before. */
export const publicationEndings = pgTable(
  'publication_endings',
  {
    id: text('id').primaryKey(),
    publicationId: text('publication_id').notNull().unique('publication_endings_publication'),
    how: text('how').$type<'closed' | 'withdrawn'>().notNull(),
    /** Of one taken down; a closed list, never a story. */
    ground: text('ground').$type<EndingGround>(),
    /** Of one closed: the objections until then. */
    objections: jsonb('objections').$type<ObjectionCounts>(),
    endedOn: dayColumn('ended_on').notNull(),
    endedBy: text('ended_by').notNull(),
    ...sealColumns(),
  },
  (table) => [index('publication_endings_sealed_by').on(table.sealedBy)],
)

/** 推荐公示: what an employer did inside its own walls, by its papers. */
export const recommendations = pgTable(
  'recommendations',
  {
    id: text('id').primaryKey(),
    cycleId: text('cycle_id')
      .notNull()
      .references(() => reviewCycles.id),
    /** As the list writes it; null: one paper for every employer of the cycle. */
    employer: text('employer'),
    place: text('place').notNull(),
    opensOn: dayColumn('opens_on').notNull(),
    closesOn: dayColumn('closes_on').notNull(),
    /** Who voted, and the fewest votes anybody recommended got; null where nobody had to vote. */
    attending: integer('attending'),
    agreeing: integer('agreeing'),
    /** SHA-256 of the paper. */
    fileDigest: bytes('file_digest').notNull(),
    recordedOn: dayColumn('recorded_on').notNull(),
    recordedBy: text('recorded_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('recommendations_cycle').on(table.cycleId),
    index('recommendations_sealed_by').on(table.sealedBy),
  ],
)

export const sealedPublications = sealed(publications, [
  'publicationId',
  'version',
  'listId',
  'cycleId',
  'kind',
  'opensOn',
  'closesOn',
  'leastDays',
  'provisional',
  'rowCount',
  'contentDigest',
  'replacesId',
  'openedOn',
  'openedBy',
])

export const sealedPublicationChannels = sealed(publicationChannels, [
  'publicationId',
  'channel',
  'address',
  'upOn',
  'fileDigest',
  'recordedOn',
  'recordedBy',
])

export const sealedPublicationEndings = sealed(publicationEndings, [
  'publicationId',
  'how',
  'ground',
  'objections',
  'endedOn',
  'endedBy',
])

export const sealedRecommendations = sealed(recommendations, [
  'cycleId',
  'employer',
  'place',
  'opensOn',
  'closesOn',
  'attending',
  'agreeing',
  'fileDigest',
  'recordedOn',
  'recordedBy',
])
