// Written by `npm run generate` from mock/fixtures/. Do not edit:
// change a file there and run `npm run generate` again.

/** The first lines of each built-in scenario, up to its first event, by file name. */
export const builtInScenarioHeads: Readonly<Record<string, string>> = {
  "error-stop.sse": ": title A turn that ends with an error\n: keyword error-stop\n",
  "long-answer.sse": ": title A long Markdown answer with headings, lists, code, a table and emoji\n: keyword long-answer\n",
  "no-deltas.sse": ": title Complete events without deltas\n: keyword no-deltas\n",
  "parallel-tools.sse": ": title Three parallel tool calls with results in a different order\n: keyword parallel-tools\n",
  "plain-answer.sse": ": title A plain text answer without tools, after the repeated prompt\n: keyword plain-answer\n",
  "retrieval.sse": ": title Thinking, a search with a page image, and an answer with citations\n: keyword retrieval\n",
  "tool-failure.sse": ": title A tool call that fails twice, and an answer that says so\n: keyword tool-failure\n",
};
