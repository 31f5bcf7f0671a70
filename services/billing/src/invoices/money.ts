import { z } from 'zod';

/** An amount in the currency's minor units (cents), never a fraction. */
export const money = z.object({ minorUnits: z.int().min(0), currency: z.literal('EUR') });
export type Money = Readonly<z.infer<typeof money>>;
