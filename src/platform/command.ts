import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'

/** Where a command speaks. Its caller may be a terminal, or another process's terminal through the folder's lock. */
export interface Terminal {
  /** Relative file names are relative to it. */
  readonly cwd: string
  out(line: string): void
  err(line: string): void
  /** `done` of `total`; drawn as one bar that moves. */
  progress(what: string, done: number, total: number): void
  /** All of standard input. */
  input(): Promise<Uint8Array>
}

export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
}

interface Described {
  /** 'keys init': how it is called. */
  readonly name: string
  /** What follows the name. */
  readonly usage: string
  readonly summary: string
  readonly options?: ParseArgsConfig['options']
  /** How many positionals it takes. */
  readonly takes: readonly [number, number]
  /** Exit code when it could not be done at all: 1, unless its 1 is an answer. */
  readonly refused?: number
}

/** Runs by itself: touches no database, or brings its own. */
export interface LoneCommand extends Described {
  readonly needs: 'nothing'
  run(args: Arguments, terminal: Terminal, config: Config): Promise<number>
}

/** Needs the database and the keys: run here, or by the service when that holds the folder. */
export interface DeskCommand extends Described {
  readonly needs: 'service'
  run(args: Arguments, terminal: Terminal, ctx: Context): Promise<number>
}

/** Uses the local deployment when there is one and the arguments do not ask otherwise; else it gets null. */
export interface EitherCommand extends Described {
  readonly needs: 'either'
  standsAlone(args: Arguments): boolean
  run(args: Arguments, terminal: Terminal, ctx: Context | null): Promise<number>
}

export type Command = LoneCommand | DeskCommand | EitherCommand

/** Exit codes (sysexits.h where it has one). */
export const EXIT = { done: 0, no: 1, cannotTell: 2, usage: 64 } as const

export const usage = (command: Described) =>
  new Refusal('invalid', 'usage', `用法：zhengxin ${command.name} ${command.usage}`.trimEnd())

// No option of ours has one dash, but one name of a key in 64 begins with it, and so does one code.
const DASHED = /^(?=-[^-])/
const named = (text: string): string => text.replace(/^\0/, '')

/** Refuses anything the command does not know, naming its usage. */
export function readArguments(command: Described, argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: argv.map((argument) => argument.replace(DASHED, '\0')),
      options: command.options ?? {},
      allowPositionals: true,
      strict: true,
    })
    const [least, most] = command.takes
    if (positionals.length < least || positionals.length > most) throw usage(command)
    const plain = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? named(value) : value,
    ])
    return {
      values: Object.fromEntries(plain) as Arguments['values'],
      positionals: positionals.map(named),
    }
  } catch {
    throw usage(command)
  }
}

/** A required option's text; refuses with the usage when it is missing. */
export function textOption(command: Described, args: Arguments, name: string): string {
  const value = args.values[name]
  if (typeof value !== 'string' || value.trim() === '') throw usage(command)
  return value.trim()
}
