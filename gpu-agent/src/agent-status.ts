/** What an agent says of itself on its loopback port. */
export interface AgentStatus {
  connected: boolean;
  healthy: boolean;
  /** For good. */
  broken: boolean;
  trouble: string | null;
  sessions: number;
  frameMs: number;
}
