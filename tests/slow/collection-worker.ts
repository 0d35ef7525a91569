import { storeJob } from '../../src/collection/batch/store-job.ts'
import { runNextJob } from '../../src/jobs/run-next-job.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Database } from '../../src/platform/database.ts'
import { openService } from '../../src/service.ts'

// A process that stores lists, and kills itself beside its nth transaction: KILL_AT=4 KILL=before-commit.
const at = Number(process.env.KILL_AT)
const isBefore = process.env.KILL === 'before-commit'
let transactions = 0

const die = () => process.kill(process.pid, 'SIGKILL')

function mortal(database: Database): Database {
  return {
    kind: database.kind,
    get read() {
      return database.read
    },
    async transaction(act) {
      const mine = ++transactions
      const result = await database.transaction(async (tx) => {
        const done = await act(tx)
        if (mine === at && isBefore) die()
        return done
      })
      if (mine === at) die()
      return result
    },
    close: () => database.close(),
  }
}

const { ctx, close } = await openService(readConfig(process.env))
const acting = { ...ctx, database: mortal(ctx.database) }
await runNextJob(acting, [storeJob], {
  leaseMs: 1500,
  log: (error) => process.stderr.write(`${String(error)}\n`),
})
process.stdout.write(`${transactions} transactions\n`)
await close()
