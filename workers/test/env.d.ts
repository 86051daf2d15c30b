declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
    SPARE_DB: D1Database;
  }
}

declare module "*.toml?raw" {
  const text: string;
  export default text;
}

declare module "*.md?raw" {
  const text: string;
  export default text;
}

interface ImportMeta {
  glob(pattern: string, options?: { eager?: boolean; import?: string }): Record<string, unknown>;
}
