import { signCheckpoint } from '../ledger/checkpoint.ts'
import { emptyTree, growTree, partialTiles, rootOf, type GrownTile } from '../ledger/growing-tree.ts'
import { leafHash } from '../ledger/hash.ts'
import { ledgerOrigin } from '../ledger/begin.ts'
import { verifyTlogProof } from '../ledger/proof.ts'
import { proveEntry } from '../ledger/prove.ts'
import { ledgerCheckpoints, ledgerTiles } from '../ledger/schema.ts'
import { copyIn } from '../platform/database.ts'
import { utf8 } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { noteKey } from '../signing/note.ts'
import { benchDeployment } from './deployment.ts'
import type { BenchRow, BenchSetting, Work } from './measure.ts'

const FEW = 10_000
const MANY = 10_000_000
const BY_DEFAULT = 1_000_000
const AT_ONCE = 50

export const proofRow: BenchRow = {
  name: 'proof',
  what: `大存证链中任一条的证明（--full：${MANY.toLocaleString('en')} 条；否则 ${BY_DEFAULT.toLocaleString('en')}）`,
  limit: `${FEW.toLocaleString('en')} 条中的证明`,
  // Within 1.2 times.
  target: 0.83,
  async prepare(setting) {
    const size = setting.quick ? 100_000 : setting.full ? MANY : BY_DEFAULT
    const large = await provingLedger(setting, size)
    const small = await provingLedger(setting, FEW)
    return {
      figure: large.prove,
      limit: small.prove,
      remark: () => `${size.toLocaleString('en')} 条，建树入库用时 ${large.seconds.toFixed(0)} 秒`,
      async close() {
        await large.close()
        await small.close()
      },
    }
  },
}

/** A ledger of `size` made-up leaves whose tiles are all stored, and nothing else: what a proof is read from. */
async function provingLedger(
  setting: BenchSetting,
  size: number,
): Promise<{ prove: Work; seconds: number; close(): Promise<void> }> {
  const { ctx, close } = await benchDeployment(setting)
  const started = performance.now()
  const leafOf = (index: number) => leafHash(utf8(`leaf ${index}`))
  const tree = emptyTree()
  const rows = function* () {
    const row = ({ level, index, hashes }: GrownTile) => ({ level, tile: index, hashes })
    let filled: GrownTile[] = []
    while (tree.size < size) {
      growTree(tree, leafOf(tree.size), (tile) => filled.push(tile))
      yield* filled.map(row)
      filled = []
    }
    yield* partialTiles(tree).map(row)
  }
  const origin = await ledgerOrigin(ctx.database.read)
  await ctx.database.transaction(async (tx) => {
    await tx.delete(ledgerTiles)
    await copyIn(tx, ledgerTiles, rows())
    const checkpoint = { origin, size: BigInt(size), root: rootOf(tree) }
    await tx.insert(ledgerCheckpoints).values({
      size: checkpoint.size,
      note: signCheckpoint(checkpoint, ctx.keyring.ledger),
    })
  })
  const key = noteKey(origin, ctx.keyring.ledger.publicKey)
  const prove = (index: number) => proveEntry(ctx.database.read, BigInt(index))
  for (const index of [0, size >> 1, size - 1])
    if (verifyTlogProof(await prove(index), leafOf(index), key, verifyEd25519).kind !== 'included')
      throw new Error('not a proof')
  const anywhere = () => Math.floor((new DataView(ctx.random(4).buffer).getUint32(0) / 2 ** 32) * size)
  return {
    async prove() {
      for (let i = 0; i < AT_ONCE; i++) await prove(anywhere())
      return AT_ONCE
    },
    seconds: (performance.now() - started) / 1000,
    close,
  }
}
