import type { PlacePolicy } from './place-policy.ts'
import { eryuan2024 } from './places/eryuan-2024.ts'
import { guangan2023 } from './places/guangan-2023.ts'
import { kunming2023 } from './places/kunming-2023.ts'
import { national2019 } from './places/national-2019.ts'
import { sichuan2021 } from './places/sichuan-2021.ts'
import { yunnan2020 } from './places/yunnan-2020.ts'
import { yunnan2023 } from './places/yunnan-2023.ts'

/** Every policy there is: a new place or year is a file in places/ and its name here. */
export const POLICIES: readonly PlacePolicy[] = [
  yunnan2023,
  kunming2023,
  eryuan2024,
  guangan2023,
  sichuan2021,
  yunnan2020,
  national2019,
]

/** Null for a name nobody gave. */
export const placePolicy = (id: string): PlacePolicy | null =>
  POLICIES.find((policy) => policy.id === id) ?? null
