/**
 * How certain a clause of the contract is.
 *
 * - `documented`: the service's reference or guide says it
 * - `standard`: an Internet or web standard says it
 * - `assumed`: decided by this project; a real server may differ
 */
export type Provenance = 'documented' | 'standard' | 'assumed';

export const provenances: readonly Provenance[] = ['documented', 'standard', 'assumed'];

/** True if `value` is one of the three provenances. */
export function isProvenance(value: unknown): value is Provenance {
  return provenances.some((provenance) => provenance === value);
}
