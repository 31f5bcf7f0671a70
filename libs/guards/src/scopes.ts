/**
 * The scopes that an application may ask for. As long as it lists none, every text is one; once it does, the compiler knows no other:
 *
 *     declare module '@downscope/guards' {
 *       interface Scopes {
 *         orders_read: true;
 *       }
 *     }
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an application adds to it
export interface Scopes {}

export type Scope = [keyof Scopes] extends [never] ? string : keyof Scopes;
