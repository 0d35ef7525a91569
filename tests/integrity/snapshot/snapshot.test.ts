import { describe, expect, it } from 'vitest'
import { dayOf } from '../../../src/calendar/day.ts'
import { askAbsence } from '../../../src/integrity/snapshot/ask-absence.ts'
import { builderHere, builderInThread } from '../../../src/integrity/snapshot/build-snapshot.ts'
import { checkAbsence, encodeAbsence, isAbsenceProof } from '../../../src/integrity/snapshot/absence.ts'
import { forgetLeaves, LEAVES_KEPT_DAYS } from '../../../src/integrity/snapshot/forget-leaves.ts'
import { proveAbsence } from '../../../src/integrity/snapshot/prove-absence.ts'
import {
  integrityBlindNames,
  integritySnapshotParts,
  integritySnapshots,
} from '../../../src/integrity/snapshot/schema.ts'
import { subjectText } from '../../../src/integrity/snapshot/subject.ts'
import { takeSnapshot } from '../../../src/integrity/snapshot/take-snapshot.ts'
import { blindingKey, proveBlind } from '../../../src/integrity/snapshot/vrf.ts'
import { appendEntries } from '../../../src/ledger/append.ts'
import { decodeEntry, entryRecord } from '../../../src/ledger/entry.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { ledgerEntries } from '../../../src/ledger/schema.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { personsOfNumber } from '../../../src/people/find-person.ts'
import { mergePersons } from '../../../src/people/merge-persons.ts'
import { onceOnly } from '../../../src/platform/idempotency.ts'
import { base64url } from '../../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../../src/signing/ed25519.ts'
import { noteKey } from '../../../src/signing/note.ts'
import { whoLooked } from '../../../src/trail/who-looked.ts'
import { databaseTest } from '../../support/database.ts'
import { officesAtWork } from '../../support/offices-at-work.ts'
import { madeUpNumber, officeIds, somebody } from '../../support/staff.ts'
import { listed } from '../listed.ts'

const TERM = { startsOn: '2024-12-01', endsOn: '2027-11-30' }
const [LISTED, CLEAR, OVER, CLEARED] = [811, 812, 813, 814]
const on = (ctx: Context, now: Date): Context => ({ ...ctx, now: () => now, today: () => dayOf(now) })

const subjectOf = (ctx: Context, person: number) =>
  subjectText({ idType: 'resident-identity-card', idNumber: madeUpNumber(person) }, ctx.today()) ?? ''

async function taken(database: Database) {
  const { ctx, memory } = await officesAtWork(database)
  await listed(ctx, LISTED, TERM)
  await listed(ctx, OVER, { startsOn: '2020-01-01', endsOn: '2022-12-31' })
  await listed(ctx, CLEARED, TERM)
  await listed(ctx, CLEARED, { startsOn: null, endsOn: null, position: 2 })
  const made = await takeSnapshot(ctx)
  await publishCheckpoint(ctx, memory)
  const key = noteKey('rcps.example.gov.cn/ledger', ctx.keyring.ledger.publicKey)
  const ask = (person: number, day = ctx.today()) =>
    proveAbsence(ctx, database.read, { subject: subjectOf(ctx, person), day })
  return { ctx, made, ask, key, memory }
}

describe('the tree of a day', () => {
  it('is the same in a thread of its own as here, and its memory is nobody else’s', async () => {
    const names = Array.from({ length: 3 }, (_, i) => new Uint8Array(64 * (i + 1)).fill(i + 1))
    const of = { day: '2026-11-21', seed: new Uint8Array(32).fill(7) }
    const [here, apart] = [builderHere(), builderInThread()]
    try {
      for (const each of names) {
        await here.add(Uint8Array.from(each))
        await apart.add(Uint8Array.from(each))
      }
      const [one, other] = [await here.build(of), await apart.build(of)]
      expect(other.size).toBe(4096)
      expect(other.root).toEqual(Uint8Array.from(one.root))
      expect(other.parts.map(({ leaves }) => Buffer.from(leaves).toString('hex'))).toEqual(
        one.parts.map(({ leaves }) => Buffer.from(leaves).toString('hex')),
      )
      for (const { first, leaves } of other.parts) {
        expect(first.buffer.byteLength).toBe(32)
        expect(leaves.subarray(0, 32)).toEqual(first)
      }
    } finally {
      await apart.close()
    }
  })
})

describe('the daily snapshot', () => {
  databaseTest('holds who is in a term, and is made once a day', async ({ database }) => {
    const { ctx, made } = await taken(database)
    expect(made).toEqual({ subjects: 1, size: 4096 })
    expect(await takeSnapshot(ctx)).toBeNull()
    expect(await database.read.select().from(integritySnapshots)).toHaveLength(1)
    const entries = (await database.read.select().from(ledgerEntries)).flatMap(({ body }) => {
      const decoded = decodeEntry(body)
      return decoded.kind === 'entry' && decoded.entry.type === 'integrity.snapshot' ? [decoded.entry] : []
    })
    expect(entries).toHaveLength(1)
    expect(Object.keys(entries[0]?.facts ?? {}).toSorted()).toEqual(['key', 'root', 'size'])
  })

  databaseTest('proves to an outsider that somebody was not listed', async ({ database }) => {
    const { ctx, ask, key } = await taken(database)
    for (const person of [CLEAR, OVER, CLEARED]) {
      const answer = await ask(person)
      if (answer.kind !== 'absent') throw new Error('listed')
      const text = encodeAbsence(answer.proof)
      expect(isAbsenceProof(text)).toBe(true)
      expect(text).not.toContain(madeUpNumber(person))
      expect(checkAbsence(text, subjectOf(ctx, person), [key], verifyEd25519)).toMatchObject({
        kind: 'absent',
        day: ctx.today(),
        origin: key.name,
      })
    }
    expect(await ask(LISTED)).toEqual({ kind: 'listed' })
  })

  databaseTest(
    'proves nothing about somebody else, another day, or with a leaf moved',
    async ({ database }) => {
      const { ctx, ask, key } = await taken(database)
      const answer = await ask(CLEAR)
      if (answer.kind !== 'absent') throw new Error('listed')
      const { proof } = answer
      const check = (bent: object, person = CLEAR, keys = [key]) =>
        checkAbsence(JSON.stringify({ ...proof, ...bent }), subjectOf(ctx, person), keys, verifyEd25519).kind
      expect(check({})).toBe('absent')
      expect(check({}, LISTED)).toBe('other-subject')
      expect(check({ day: '2026-11-20' })).toBe('malformed')
      expect(check({ place: proof.place + 1 })).toBe('not-in-snapshot')
      expect(check({ left: proof.right, right: proof.left })).toBe('not-between')
      expect(check({ left: { ...proof.left, leaf: 'A'.repeat(43) } })).toBe('not-in-snapshot')
      expect(check({ entry: proof.entry.replace('"size":4096', '"size":8192') })).toBe('not-in-snapshot')
      expect(check({}, CLEAR, [])).toBe('not-on-ledger')
      expect(check({ entry: 1 })).toBe('malformed')
      expect(checkAbsence('no json', subjectOf(ctx, CLEAR), [key], verifyEd25519).kind).toBe('malformed')
    },
  )

  databaseTest('lists one human under every number of theirs', async ({ database }) => {
    const { ctx, memory } = await officesAtWork(database)
    const oneId = await listed(ctx, LISTED, TERM)
    const otherId = await listed(ctx, CLEAR, { startsOn: null, endsOn: null })
    await ctx.database.transaction(async (tx) => {
      const record = entryRecord(ctx.random(16))
      const said = { oneId, otherId, officeId: 'office', ground: '同一人，两个号码。' }
      const { sealRoot } = await mergePersons(ctx, tx, record, said)
      const seals = { person_joins: sealRoot }
      await appendEntries(tx, [{ type: 'document.committed', record, day: ctx.today(), seals }])
    })
    expect(await takeSnapshot(ctx)).toMatchObject({ subjects: 2 })
    await publishCheckpoint(ctx, memory)
    const asked = { subject: subjectOf(ctx, CLEAR), day: ctx.today() }
    expect(await proveAbsence(ctx, database.read, asked)).toEqual({ kind: 'listed' })
  })

  databaseTest(
    'tells an office nothing under another name, and who asked either way',
    async ({ database }) => {
      const { ctx } = await taken(database)
      const { province: officeId } = await officeIds(ctx)
      const officer = await somebody(ctx, { officeId, roles: ['integrity-officer'], person: 821 })
      const at = (purpose: string | null, by: Context = officer) => ({
        ...by,
        actor: { ...by.actor, purpose },
      })
      const idType = 'resident-identity-card' as const
      const ask = (by: Context, person: number, name: string) =>
        askAbsence(by, {
          officeId,
          name,
          subject: { idType, idNumber: madeUpNumber(person) },
          day: ctx.today(),
        })
      const looks = async (person: number) => {
        const ids = await personsOfNumber(ctx, database.read, madeUpNumber(person))
        return (await whoLooked(ctx, database.read, ids[0] ?? '')).filter(
          ({ act }) => act === 'integrity.see',
        )
      }
      await expect(ask(at(null), LISTED, '某甲')).rejects.toMatchObject({ code: 'integrity/bad-search' })
      expect(await looks(LISTED)).toEqual([])
      expect(await ask(at('核对申报人'), LISTED, '某甲')).toEqual({ kind: 'listed' })
      expect(await ask(at('核对申报人'), CLEAR, '某甲')).toMatchObject({ kind: 'absent' })
      for (const person of [LISTED, OVER])
        await expect(ask(at('试名字'), person, '某乙')).rejects.toMatchObject({
          code: 'integrity/bad-subject',
          facts: {},
        })
      expect(await looks(LISTED)).toMatchObject([{ purpose: '试名字' }, { purpose: '核对申报人' }])
      expect(await looks(OVER)).toMatchObject([{ purpose: '试名字', outcome: 'done' }])
      // Nor by a request that is undone whole when it is refused.
      const request = {
        key: 'k',
        actor: officer.actor.name,
        route: 'POST /api/v1/integrity/absences',
        asked: '',
      }
      const keyed = onceOnly(at('再试'), request, async (within) => {
        await ask(within, OVER, '某丙')
        return { status: 200, body: '' }
      })
      await expect(keyed).rejects.toMatchObject({ code: 'integrity/bad-subject' })
      expect(await looks(OVER)).toHaveLength(2)
    },
  )

  databaseTest('cannot be made to say that a listed person was absent', async ({ database }) => {
    const { ctx, ask, key } = await taken(database)
    const other = await ask(CLEAR)
    if (other.kind !== 'absent') throw new Error('listed')
    // Another’s neighbours with one’s own blinding: the blinding says where one stands, and it is not there.
    const own = proveBlind(blindingKey(ctx.keyring.fields.blindingSeed()), subjectOf(ctx, LISTED))
    const forged = JSON.stringify({ ...other.proof, blinding: base64url(own) })
    expect(checkAbsence(forged, subjectOf(ctx, LISTED), [key], verifyEd25519).kind).toBe('not-between')
  })

  databaseTest('refuses to answer from leaves somebody has altered', async ({ database }) => {
    const { ctx, ask } = await taken(database)
    const [part] = await database.read.select().from(integritySnapshotParts)
    const leaves = Uint8Array.from(part!.leaves)
    leaves[40] = (leaves[40] as number) ^ 1
    await database.read.update(integritySnapshotParts).set({ leaves })
    await expect(() => ask(CLEAR)).rejects.toMatchObject({ code: 'integrity/snapshot-altered' })
    expect(ctx.today()).toBe('2026-11-21')
  })

  databaseTest(
    'gives another leaf every day, forgets who is over, and in time the leaves',
    async ({ database }) => {
      const { ctx, ask, key, memory } = await taken(database)
      const first = await ask(CLEAR)
      if (first.kind !== 'absent') throw new Error('listed')
      const later = on(ctx, new Date('2027-12-01T00:30:00Z'))
      expect(await takeSnapshot(later)).toEqual({ subjects: 0, size: 4096 })
      await publishCheckpoint(later, memory)
      expect(await database.read.select().from(integrityBlindNames)).toEqual([])
      expect(
        await proveAbsence(later, database.read, { subject: subjectOf(ctx, LISTED), day: later.today() }),
      ).toMatchObject({
        kind: 'absent',
      })
      await forgetLeaves(later)
      await expect(() => ask(CLEAR)).rejects.toMatchObject({ code: 'integrity/no-snapshot' })
      expect(LEAVES_KEPT_DAYS).toBeLessThan(300)
      // What was handed out before stands.
      const text = encodeAbsence(first.proof)
      expect(checkAbsence(text, subjectOf(ctx, CLEAR), [key], verifyEd25519).kind).toBe('absent')
      await expect(() => ask(CLEAR, '2026-01-01')).rejects.toMatchObject({ code: 'integrity/no-snapshot' })
    },
  )
})
