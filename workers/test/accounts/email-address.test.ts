/** L19: one form for each address; domains made to be mistaken are refused. */
import { describe, expect, test } from "vitest";
import { normalEmail } from "../../src/accounts/email-address.ts";
import { decodeLabel } from "../../src/accounts/punycode.ts";

describe("one form", () => {
  test.each([
    ["Ada@Example.COM", "ada@example.com"],
    ["  ada@example.com ", "ada@example.com"],
    ["ａｄａ@ｅｘａｍｐｌｅ.ｃｏｍ", "ada@example.com"],
    ["ada+tag@sub.example.co.uk", "ada+tag@sub.example.co.uk"],
    ["info@bücher.example", "info@xn--bcher-kva.example"],
    ["info@XN--BCHER-KVA.example", "info@xn--bcher-kva.example"],
    ["info@例え.テスト", "info@xn--r8jz45g.xn--zckzah"],
    ["info@пример.рф", "info@xn--e1afmkfd.xn--p1ai"],
    ["info@παράδειγμα.δοκιμή", "info@xn--hxajbheg2az3al.xn--jxalpdlp"],
  ])("%s is %s", (given, normal) => {
    expect(normalEmail(given)).toBe(normal);
    expect(normalEmail(normal)).toBe(normal);
  });
});

describe("no address", () => {
  test.each([
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@localhost",
    "ada@-example.com",
    "ada@exa_mple.com",
    "ada@example..com",
    "ada@192.168.0.1",
    "ada@[::1]",
    "a da@example.com",
    ".ada@example.com",
    "ada.@example.com",
    "a..da@example.com",
    '"ada"@example.com',
    "ädä@example.com",
    "ada@example.com\nbcc: x@example.com",
    `${"a".repeat(65)}@example.com`,
    `ada@${"a.".repeat(130)}com`,
    "ada@xn--.com",
    "ada@xn--99999.com",
  ])("%j", (given) => {
    expect(normalEmail(given)).toBeNull();
  });
});

describe("domains that pass for another", () => {
  test.each([
    ["Cyrillic а among Latin letters", "ada@pаypal.com"],
    ["Greek ο among Latin letters", "ada@gοogle.com"],
    ["Cyrillic letters alone that look Latin", "ada@аррӏе.com"],
    ["the same, in ASCII", "ada@xn--80ak6aa92e.com"],
    ["Armenian among Latin letters", "ada@gօօgle.com"],
    ["a mixture below the top", "ada@login.pаypal.example.com"],
  ])("%s", (_what, given) => {
    expect(normalEmail(given)).toBeNull();
  });
});

test("Punycode is read as the platform writes it", () => {
  for (const label of [
    "bücher",
    "例え",
    "пример",
    "παράδειγμα",
    "münchen-ost",
    "ไทย",
    "한국어",
    "ß-ss",
    "中文测试",
  ]) {
    const ascii = new URL(`http://${label}.example`).hostname.split(".")[0] ?? "";
    expect(decodeLabel(ascii)).toBe(label.normalize("NFC"));
  }
});
