/** What the Worker under test is given. Two keys each: the newer signs, both verify. */
export const SECRETS = {
  COOKIE_KEYS: "cookie-key-of-today,cookie-key-of-yesterday",
  TICKET_KEYS: "ticket-key-of-today,ticket-key-of-yesterday",
  ADDRESS_KEYS: "address-key-of-today",
  TURNSTILE_SECRET: "turnstile-secret-for-tests",
  AGENT_TOKEN: "agent-token-for-tests",
  OPERATOR_TOKEN: "operator-token-for-tests",
};
