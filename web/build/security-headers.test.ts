import { expect, test } from "vitest";
import { headersFor } from "./security-headers.ts";

const policyOf = (...origins: [api?: string, media?: string]): Map<string, string> => {
  const [, policy = ""] = /Content-Security-Policy: (.*)/.exec(headersFor("<p></p>", ...origins)) ?? [];
  return new Map(policy.split("; ").map((part) => [part.split(" ")[0] ?? "", part]));
};

test("pictures may come from the host of results, and nothing else may", () => {
  const policy = policyOf("https://api.test", "https://media.test");
  expect(policy.get("img-src")).toBe("img-src 'self' https://api.test https://media.test blob: data:");
  for (const [name, part] of policy) if (name !== "img-src") expect(part).not.toContain("media.test");
  expect(policyOf().get("img-src")).toBe("img-src 'self' blob: data:");
});
