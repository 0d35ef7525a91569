import { bigint, customType, date } from 'drizzle-orm/pg-core'

/** bytea ⇄ plain Uint8Array on both drivers (postgres.js hands out Buffers, which CBOR encoders mistake for maps). */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: (value) =>
    Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  fromDriver: (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
})

/** A civil day, 'YYYY-MM-DD'; never a timestamp. */
export const dayColumn = (name: string) => date(name, { mode: 'string' })

/** A place in the ledger: bigint in the database and in TypeScript. */
export const indexColumn = (name: string) => bigint(name, { mode: 'bigint' })
