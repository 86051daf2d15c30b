/** What the Worker under test is given. Two keys each: the newer signs, both verify. */
export const SECRETS = {
  COOKIE_KEYS: "cookie-key-of-today,cookie-key-of-yesterday",
  TICKET_KEYS: "ticket-key-of-today,ticket-key-of-yesterday",
  TOKEN_KEYS: "token-key-of-today-0123456789abcdef,token-key-of-yesterday-0123456789",
  ADDRESS_KEYS: "address-key-of-today",
  TURNSTILE_SECRET: "turnstile-secret-for-tests",
  HOST_KEYS: "host-key-of-today,host-key-of-yesterday",
  OPERATOR_TOKEN: "operator-token-for-tests",
};

/** And what else it is told. */
export const VARS = {
  ENVIRONMENT: "development",
  API_ACCESS: "everyone",
  PUBLIC_URL: "https://llama.test",
  FIRST_ADMIN: "first.admin@example.com",
  // A plan that nothing else here has.
  MARKED_PLANS: "marked",
};
