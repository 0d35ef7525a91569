import type { z } from 'zod'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import type { Act } from './act.ts'

/** A request after its schemas: what they promise, and nothing else. */
export interface RouteInput<P = unknown, Q = unknown, B = unknown> {
  readonly params: P
  readonly query: Q
  /** Of a 'bytes' body a Uint8Array; of none, undefined. */
  readonly body: B
}

export interface RouteAnswer {
  readonly status: number
  /** A JSON value; of bytes, a Uint8Array. */
  readonly body: unknown
}

type Shape<S> = S extends z.ZodType ? z.output<S> : undefined
type BodyShape<B> = B extends 'bytes' ? Uint8Array : Shape<B>

/** One act of the staff API as data: the top mounts it, documents it and walks it (src/staff.ts). */
export interface StaffRoute {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** OpenAPI's spelling: '/api/v1/lists/{listId}/confirmation'. */
  readonly path: string
  /** In Chinese. */
  readonly summary: string
  readonly act: Act
  /** Which office it is about: 'scoped', its query shows only what is in reach; 'none', nobody's; else, found by input. */
  readonly office: 'scoped' | 'none' | ((ctx: Context, handle: Handle, input: RouteInput) => Promise<string>)
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType | 'bytes' | 'none'
  /** Success statuses and what they answer. */
  readonly answers: Readonly<Record<number, z.ZodType>>
  /**
   * It repeats itself: asked again it changes nothing and answers the same, its checkpoint published already. So the
   * door keeps it out of its own transaction: what is remembered outside must not be undone inside.
   */
  readonly repeatsItself?: true
  /** Its answer holds a secret that is told once: a repetition is refused (`request/told-once`), and nothing is kept. */
  readonly tellsSecret?: true
  /** The codes it may refuse with, beyond the door's own. */
  readonly problems: readonly string[]
  handle(ctx: Context, input: RouteInput): Promise<RouteAnswer>
}

type Typed<P, Q, B> = Omit<StaffRoute, 'params' | 'query' | 'body' | 'office' | 'handle'> & {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly office:
    | 'scoped'
    | 'none'
    | ((ctx: Context, handle: Handle, input: RouteInput<Shape<P>, Shape<Q>, BodyShape<B>>) => Promise<string>)
  handle(ctx: Context, input: RouteInput<Shape<P>, Shape<Q>, BodyShape<B>>): Promise<RouteAnswer>
}

/** Names a route with its schemas' types; the list of all routes needs none of them. */
export const staffRoute = <
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | 'bytes' | 'none' | undefined = undefined,
>(
  route: Typed<P, Q, B>,
  // The mounter parses with the same schemas it was given, so the input has the shape `handle` asks for.
): StaffRoute => route as unknown as StaffRoute
