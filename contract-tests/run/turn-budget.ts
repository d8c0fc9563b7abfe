/** Limits the turns of a run, even on a server that accepts requests that it should reject. */
export interface TurnBudget {
  /** Turns that the server started, or may have started. */
  readonly spent: number;
  /** Requests that were not sent because no turn was left for them. */
  readonly leftOut: number;
  /** Reserves a turn before a request is sent. Waits if one may be released; `undefined` if none is left. */
  take(kind: TurnKind): Promise<TurnPlace | undefined>;
  /** Releases the turns that are reserved for essential requests: no more of them follow. */
  endEssentials(): void;
}

/** A `risk` costs a turn only if the server wrongly accepts it. A turn is reserved for each `essential` request. */
export type TurnKind = 'essential' | 'turn' | 'risk';

/** A reserved turn. */
export interface TurnPlace {
  /** The server started the turn. */
  spend(): void;
  /** The server did not start it. Has no effect after `spend`. */
  release(): void;
  /** Spends the turn and reserves another one, to send the request again; false if none is left. */
  renew(): Promise<boolean>;
}

/**
 * @param most the maximum number of turns
 * @param essential the number of essential requests
 */
export function createTurnBudget(most: number, essential = 0): TurnBudget {
  // Wrongly accepted requests must leave turns for the conversations, and those must leave one to test invalid
  // requests.
  const mostWrong = Math.max(1, Math.floor(most / 2));
  const kept = { essential: Math.min(essential, Math.floor(most / 2)), risk: most > 3 ? 1 : 0 };
  const held = { essential: 0, turn: 0, risk: 0 };
  let essentials = 0;
  let spent = 0;
  let wrong = 0;
  let leftOut = 0;
  const waiting: (() => void)[] = [];

  /** @param underWay count pending requests as started turns */
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
