/** Optional tools of the console. */
export interface ConsoleTools {
  /** Builds the documentation page as HTML. @throws {Error} with the reason if it cannot */
  buildDocs?(signal: AbortSignal): Promise<string>;
  /**
   * Runs the contract tests against a server. Deletes what it creates, even if `signal` aborts the run.
   *
   * @param tell called during the run: `progress` with `{requests, turns, operation}`, `outcome` with `{rule, title,
   * status, violations}`, `report` with the content of `report.json`; never with the token
   * @throws {Error} with the reason if the server cannot be tested
   */
  runContractTests?(
    request: ContractRunRequest,
    tell: (event: string, data: object) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** The tools of a proxy. */
  proxy?: ProxyTools;
}

/** Additional tools of the console of a proxy. */
export interface ProxyTools {
  /** The server that requests are forwarded to. */
  upstream: string;
  /**
   * Exports an exchange as a scenario.
   *
   * @param sandbox the name in `X-Mock-Session`
   * @param number of the request in its sandbox
   * @returns the reason if the exchange is no longer stored or cannot be exported
   */
  scenarioOf(sandbox: string | undefined, number: number): Promise<{ file: string; text: string } | { reason: string }>;
}

/** The options of a requested run. */
export interface ContractRunRequest {
  baseUrl: string;
  token?: string;
  indexIds?: string[];
  readOnly?: boolean;
  maxTurns?: number;
  strict?: boolean;
  /** Check only these rules. */
  rules?: string[];
}
