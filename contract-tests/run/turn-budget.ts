/** The turns that a run may take. It takes none more, even from a server that accepts what it should reject. */
export interface TurnBudget {
  /** Turns that the server took, or may have taken. */
  readonly spent: number;
  /** Requests that were not sent because no turn was left for them. */
  readonly leftOut: number;
  /** Takes a place before a request is sent. Waits while one may be given back; `undefined` if none is left. */
  take(kind: TurnKind): Promise<TurnPlace | undefined>;
  /** Gives the places that are kept for essential turns to others: no more of them follow. */
  endEssentials(): void;
}

/** A `risk` costs a turn only if the server wrongly accepts it. For each `essential` turn a place is kept. */
export type TurnKind = 'essential' | 'turn' | 'risk';

/** A place for one turn. */
export interface TurnPlace {
  /** The server took the turn. */
  spend(): void;
  /** The server did not take it. Nothing happens if it was spent. */
  release(): void;
  /** Spends the place and takes another one, to send the request again; false if none is left. */
  renew(): Promise<boolean>;
}

/**
 * @param most the largest number of turns
 * @param essential how many essential turns will be asked for
 */
export function createTurnBudget(most: number, essential = 0): TurnBudget {
  // What a server accepts wrongly must leave turns for the conversations, and they one place to see whether it does.
  const mostWrong = Math.max(1, Math.floor(most / 2));
  const kept = { essential: Math.min(essential, Math.floor(most / 2)), risk: most > 3 ? 1 : 0 };
  const held = { essential: 0, turn: 0, risk: 0 };
  let essentials = 0;
  let spent = 0;
  let wrong = 0;
  let leftOut = 0;
  const waiting: (() => void)[] = [];

  /** @param underWay count requests under way as if the server took them */
  const isFree = (kind: TurnKind, underWay: boolean) => {
    const pending = (one: TurnKind) => (underWay ? held[one] : 0);
    const used = spent + pending('essential') + pending('turn') + pending('risk');
    const forRisks = wrong < mostWrong ? Math.max(kept.risk - pending('risk'), 0) : 0;
    const forEssentials = Math.max(kept.essential - essentials - pending('essential'), 0);
    if (kind === 'risk') return used < most - forEssentials && wrong + pending('risk') < mostWrong;
    if (kind === 'essential') return used < most - (forEssentials > 0 ? 0 : forRisks);
    return used < most - forRisks - forEssentials;
  };
  const take = async (kind: TurnKind): Promise<boolean> => {
    while (!isFree(kind, true)) {
      if (!isFree(kind, false)) {
        leftOut += 1;
        return false;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    held[kind] += 1;
    return true;
  };
  const settle = (kind: TurnKind, taken: boolean) => {
    held[kind] -= 1;
    if (taken) spent += 1;
    if (taken && kind === 'risk') wrong += 1;
    if (taken && kind === 'essential') essentials += 1;
    for (const wake of waiting.splice(0)) wake();
  };

  return {
    get spent() {
      return spent;
    },
    get leftOut() {
      return leftOut;
    },
    endEssentials() {
      kept.essential = 0;
    },
    async take(kind) {
      if (!(await take(kind))) return undefined;
      let open = true;
      const end = (taken: boolean) => {
        if (open) settle(kind, taken);
        open = false;
      };
      return {
        spend: () => end(true),
        release: () => end(false),
        async renew() {
          end(true);
          open = await take(kind);
          return open;
        },
      };
    },
  };
}
