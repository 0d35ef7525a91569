// What a superuser might do to the twelve entries and five rows of audit.test.ts, and what the audit must say of it.

/** The deed, its SQL, and what must be found. */
type Deed<Found> = readonly [what: string, statements: string, found: Found]

interface Finding {
  readonly code: string
  readonly where: Readonly<Record<string, unknown>>
}

const HASH = `decode(repeat('ab', 32), 'hex')`
const SWAP = `update ledger_entries e set record = o.record, body = o.body, leaf = o.leaf, chain = o.chain
  from ledger_entries o where e.index in (2, 3) and o.index = 5 - e.index`

/** Deeds against the ledger's own tables, and the first thing found. */
export const LEDGER_DEEDS: readonly Deed<Finding>[] = [
  [
    'a byte of a body',
    `update ledger_entries set body = overlay(body placing 'z' from 40) where index = 4`,
    { code: 'ledger/entry-body', where: { index: 4 } },
  ],
  [
    'a day in a body',
    `update ledger_entries set body = replace(convert_from(body, 'UTF8'), '2026-11-21', '2026-11-20')::bytea where index = 4`,
    { code: 'ledger/entry-leaf', where: { index: 4 } },
  ],
  [
    'a leaf',
    `update ledger_entries set leaf = ${HASH} where index = 4`,
    { code: 'ledger/entry-leaf', where: { index: 4 } },
  ],
  [
    'a body that is no entry’s length',
    `update ledger_entries set body = decode(repeat('20', 70000), 'hex') where index = 4`,
    { code: 'ledger/entry-body', where: { index: 4 } },
  ],
  [
    'a leaf of 33 bytes',
    `update ledger_entries set leaf = leaf || '\\x00' where index = 4`,
    { code: 'ledger/entry-leaf', where: { index: 4 } },
  ],
  [
    'a chain value of 65 bytes',
    `update ledger_entries set chain = chain || chain || '\\x00' where index = 4`,
    { code: 'ledger/entry-chain', where: { index: 4 } },
  ],
  [
    'an index moved out of the ledger',
    'update ledger_entries set index = -4 where index = 4',
    { code: 'ledger/entry-missing', where: { index: 4 } },
  ],
  [
    'a chain value',
    `update ledger_entries set chain = ${HASH} where index = 4`,
    { code: 'ledger/entry-chain', where: { index: 4 } },
  ],
  [
    'the last chain value',
    `update ledger_entries set chain = ${HASH} where index = 11`,
    { code: 'ledger/entry-chain', where: { index: 11 } },
  ],
  [
    'a record',
    `update ledger_entries set record = 'x' where index = 4`,
    { code: 'ledger/entry-record', where: { index: 4 } },
  ],
  [
    'a tile',
    `update ledger_tiles set hashes = overlay(hashes placing '\\x00' from 32 * 4 + 1)`,
    { code: 'ledger/tile', where: { index: 4, table: 'ledger_tiles', row: '0/0' } },
  ],
  [
    'a shortened tile',
    `update ledger_tiles set hashes = substring(hashes from 1 for 32 * 4)`,
    { code: 'ledger/tile', where: { index: 4, table: 'ledger_tiles', row: '0/0' } },
  ],
  [
    'a tile with more than the tree has',
    `update ledger_tiles set hashes = hashes || ${HASH}`,
    { code: 'ledger/tile', where: { table: 'ledger_tiles', row: '0/0' } },
  ],
  [
    'a tile the tree has no place for',
    `insert into ledger_tiles values (0, 1, ${HASH})`,
    { code: 'ledger/tile', where: { table: 'ledger_tiles', row: '0/1' } },
  ],
  [
    'a deleted tile',
    'delete from ledger_tiles',
    { code: 'ledger/tile', where: { index: 0, table: 'ledger_tiles', row: '0/0' } },
  ],
  [
    'a deleted entry',
    'delete from ledger_entries where index = 4',
    { code: 'ledger/entry-missing', where: { index: 4 } },
  ],
  [
    'a deleted last entry',
    'delete from ledger_entries where index = 11',
    { code: 'ledger/entry-missing', where: { index: 11 } },
  ],
  ['no entries left', 'delete from ledger_entries', { code: 'ledger/entry-missing', where: { index: 0 } }],
  [
    'two swapped entries',
    `alter table ledger_entries drop constraint ledger_entries_record_unique; ${SWAP}`,
    { code: 'ledger/entry-chain', where: { index: 2 } },
  ],
  [
    'an entry added at the end',
    `insert into ledger_entries select 12, 'x', body, leaf, chain from ledger_entries where index = 11`,
    { code: 'ledger/entry-stray', where: { index: 12 } },
  ],
  [
    'a head’s root',
    `update ledger_head set root = ${HASH}`,
    { code: 'ledger/head', where: { table: 'ledger_head', row: '1' } },
  ],
  [
    'a head’s chain',
    `update ledger_head set chain = ${HASH}`,
    { code: 'ledger/head', where: { table: 'ledger_head', row: '1' } },
  ],
  [
    'a head set too far',
    'update ledger_head set size = 13',
    { code: 'ledger/entry-missing', where: { index: 12 } },
  ],
  [
    'a head set back',
    'update ledger_head set size = 11',
    { code: 'ledger/entry-stray', where: { index: 11 } },
  ],
  [
    'the last entries gone and the head set back',
    'update ledger_head set size = 10; delete from ledger_entries where index >= 10',
    { code: 'ledger/rolled-back', where: { table: 'outside-memory', row: '11' } },
  ],
  [
    'a head that is gone',
    'delete from ledger_head',
    { code: 'ledger/rolled-back', where: { table: 'outside-memory', row: '11' } },
  ],
  [
    'a checkpoint’s size',
    `update ledger_checkpoints set size = 7 where size = 6`,
    { code: 'ledger/forked', where: { table: 'ledger_checkpoints', row: '7' } },
  ],
  [
    'a checkpoint’s text',
    `update ledger_checkpoints set note = replace(note, E'\\n6\\n', E'\\n7\\n') where size = 6`,
    { code: 'ledger/checkpoint-signature', where: { table: 'ledger_checkpoints', row: '6' } },
  ],
  [
    'a checkpoint of a size never reached',
    'update ledger_checkpoints set size = 99 where size = 11',
    { code: 'ledger/rolled-back', where: { table: 'ledger_checkpoints', row: '99' } },
  ],
]

/** Deeds against sealed rows, and all that is found. */
export const ROW_DEEDS: readonly Deed<readonly Finding[]>[] = [
  [
    'an altered column',
    `update sealed_things set title = '正高级工程师' where id = 'b'`,
    [{ code: 'ledger/row-altered', where: { table: 'sealed_things', row: 'b' } }],
  ],
  [
    'an altered byte',
    `update sealed_things set name_sealed = '\\x00' where id = 'b'`,
    [{ code: 'ledger/row-altered', where: { table: 'sealed_things', row: 'b' } }],
  ],
  [
    'null made empty',
    `update sealed_things set committee = '' where id = 'a'`,
    [{ code: 'ledger/row-altered', where: { table: 'sealed_things', row: 'a' } }],
  ],
  [
    'an altered id',
    `update sealed_things set id = 'd' where id = 'b'`,
    [{ code: 'ledger/row-altered', where: { row: 'd' } }],
  ],
  [
    'an altered seal',
    `update sealed_things set seal = ${HASH} where id = 'b'`,
    [{ code: 'ledger/row-altered', where: { row: 'b' } }],
  ],
  [
    'a seal of 70,000 bytes',
    `update sealed_things set seal = decode(repeat('ab', 70000), 'hex') where id = 'b'`,
    [{ code: 'ledger/row-altered', where: { row: 'b' } }],
  ],
  [
    'an altered salt',
    `update sealed_things set seal_salt = ${HASH} where id = 'b'`,
    [{ code: 'ledger/row-altered', where: { row: 'b' } }],
  ],
  [
    'a salt cut short',
    `update sealed_things set seal_salt = '\\x00' where id = 'b'`,
    [{ code: 'ledger/row-altered', where: { row: 'b' } }],
  ],
  [
    'a salt that is gone',
    `update sealed_things set seal_salt = null where id = 'b'`,
    [{ code: 'ledger/row-unsalted', where: { row: 'b' } }],
  ],
  [
    'a deleted row',
    `delete from sealed_things where id = 'b'`,
    [{ code: 'ledger/row-set', where: { table: 'sealed_things', index: 6 } }],
  ],
  [
    'an entry’s only row deleted',
    `delete from sealed_things where id = 'alone'`,
    [{ code: 'ledger/row-set', where: { table: 'sealed_things', index: 5 } }],
  ],
  [
    'all rows deleted',
    'delete from sealed_things',
    [5, 6, 7].map((index) => ({ code: 'ledger/row-set', where: { index } })),
  ],
  [
    'a row moved to another entry',
    `update sealed_things set sealed_by = (select record from ledger_entries where index = 5) where id = 'other'`,
    [
      { code: 'ledger/row-set', where: { index: 5 } },
      { code: 'ledger/row-set', where: { index: 7 } },
    ],
  ],
  [
    'a row moved to an entry that seals none',
    `update sealed_things set sealed_by = (select record from ledger_entries where index = 2) where id = 'other'`,
    [
      { code: 'ledger/row-set', where: { index: 7 } },
      { code: 'ledger/row-unsealed', where: { row: 'other' } },
    ],
  ],
  [
    'a row added to an entry',
    `insert into sealed_things select 'copy', name_sealed, title, position, listed, committee, status_index, obtained_on, remark, seal_salt, seal, sealed_by from sealed_things where id = 'alone'`,
    [
      { code: 'ledger/row-set', where: { index: 5 } },
      { code: 'ledger/row-altered', where: { row: 'copy' } },
    ],
  ],
  [
    'a row of no entry',
    `insert into sealed_things select 'extra', name_sealed, title, position, listed, committee, status_index, obtained_on, remark, seal_salt, seal, 'nobody' from sealed_things where id = 'alone'`,
    [{ code: 'ledger/row-unsealed', where: { row: 'extra' } }],
  ],
  [
    'a seal copied from another row',
    `update sealed_things set seal = (select seal from sealed_things where id = 'other') where id = 'alone'`,
    [{ code: 'ledger/row-altered', where: { row: 'alone' } }],
  ],
]
