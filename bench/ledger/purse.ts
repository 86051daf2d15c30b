/** Credits for who draws in a bench: an hour of it costs 360, and nobody is given so many. */
const ADMIN = "bench-admin@example.com";
/** For the stack that `openPurse` opens. */
export const WITH_ADMIN = { FIRST_ADMIN: ADMIN };

const cookiesOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

async function post(url: string, json: unknown, cookie = ""): Promise<Response> {
  const headers = { "content-type": "application/json", ...(cookie && { cookie }) };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(json) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  return answer;
}

/** Signs the admin in by a mailed link; gives what puts credits into somebody's purse. */
export async function openPurse(
  url: string,
): Promise<(cookie: string | null, units: number) => Promise<void>> {
  await post(`${url}/api/account/links`, { email: ADMIN });
  const mail = await fetch(`${url}/dev/mail?to=${encodeURIComponent(ADMIN)}`, {
    headers: { accept: "application/json" },
  });
  const { letters } = (await mail.json()) as { letters: { text: string }[] };
  const proof = /\/sign-in\/\w+#(\S+)/.exec(letters[0]?.text ?? "")?.[1];
  if (!proof) throw new Error("no letter with a link came to the bench's admin");
  const admin = cookiesOf(await post(`${url}/api/account/links/open`, { proof }));
  return async (cookie, units) => {
    const me = await fetch(`${url}/api/me`, { headers: { cookie: cookie ?? "" } });
    const { user } = (await me.json()) as { user: { id: string } };
    const ticket = `bench-${user.id}`;
    await post(
      `${url}/api/admin/users/${user.id}/credits`,
      { units, ticket, reason: "A bench draws." },
      admin,
    );
  };
}
