import type { AgentReport } from "@llamasketch/contract";

/** What a host says of itself, said again only when it changed. */
export class ReportNews {
  #told = "";

  /** As part of a message; `always` on a new connection. */
  part(report: AgentReport | null | undefined, always: boolean): { report?: AgentReport } {
    if (!report) return {};
    const text = JSON.stringify(report);
    if (!always && text === this.#told) return {};
    this.#told = text;
    return { report };
  }
}
