/** What the console does beside the mock's own. Each is left out where it cannot be had. */
export interface ConsoleTools {
  /** Builds the contract's page, as HTML. @throws {Error} whose message says why it cannot */
  buildDocs?(signal: AbortSignal): Promise<string>;
  /**
   * Runs the contract tests against a server. What it creates there is deleted, also where `signal` ends the run.
   *
   * @param tell is called as the run goes on: `progress` with `{requests, turns, operation}`, `outcome` with `{rule,
   * title, status, violations}`, `report` with the object of `report.json`; the token is in none of them
   * @throws {Error} whose message says why the server cannot be tried
   */
  runContractTests?(
    request: ContractRunRequest,
    tell: (event: string, data: object) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** What a proxy adds. */
  proxy?: ProxyTools;
}

/** What the console of a proxy shows and does. */
export interface ProxyTools {
  /** The server that requests are forwarded to. */
  upstream: string;
  /**
   * An exchange as a scenario that the mock plays.
   *
   * @param sandbox the name in `X-Mock-Session`
   * @param number of the request in its sandbox
   * @returns why there is none if it is not kept or cannot be written
   */
  scenarioOf(sandbox: string | undefined, number: number): Promise<{ file: string; text: string } | { reason: string }>;
}

/** A run that somebody asks for. */
export interface ContractRunRequest {
  baseUrl: string;
  token?: string;
  indexIds?: string[];
  readOnly?: boolean;
  maxTurns?: number;
  strict?: boolean;
  /** Only these rules. */
  rules?: string[];
}
