/** The words of every letter. Links carry their proof behind a `#`, where no server, log or referrer sees it. */

export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
}

const NOT_YOU = "If it was not you, nothing needs to be done: nobody gets in without this mail.";

export const signInLetter = (to: string, url: string, minutes: number): Letter =>
  letter(to, "Your link to LlamaSketch", {
    lines: ["Open this link to sign in. There is nothing to remember."],
    button: { label: "Sign in", url },
    footer: `It works once, for ${minutes} minutes. ${NOT_YOU}`,
  });

export const confirmLetter = (to: string, url: string, minutes: number): Letter =>
  letter(to, "Confirm your email address", {
    lines: ["Someone, most likely you, made a LlamaSketch account with this address."],
    button: { label: "Confirm the address", url },
    footer: `It works for ${minutes} minutes. ${NOT_YOU}`,
  });

/** For whoever signs up with an address that has an account. */
export const alreadyHereLetter = (to: string, url: string, minutes: number): Letter =>
  letter(to, "You already have an account", {
    lines: [
      "Someone tried to make a LlamaSketch account with this address, which already has one.",
      "If it was you, this link signs you in.",
    ],
    button: { label: "Sign in", url },
    footer: `It works once, for ${minutes} minutes. ${NOT_YOU}`,
  });

export const resetLetter = (to: string, url: string, minutes: number): Letter =>
  letter(to, "Choose a new password", {
    lines: ["Open this link to choose a new password. All devices are signed out then."],
    button: { label: "Choose a new password", url },
    footer: `It works once, for ${minutes} minutes. ${NOT_YOU}`,
  });

/** For whoever asks for a new password with an address that has no account. */
export const nobodyHereLetter = (to: string, url: string): Letter =>
  letter(to, "No account with this address", {
    lines: [
      "Someone asked for a new LlamaSketch password for this address, which has no account.",
      "If it was you, you may have used another address.",
    ],
    button: { label: "Open LlamaSketch", url },
    footer: NOT_YOU,
  });

/** Before anything of somebody's is removed. */
export const retentionLetter = (
  to: string,
  about: { url: string; count: number; keptPictures: number | null; keptDays: number | null; from: string },
): Letter =>
  letter(to, `Some of your pictures go on ${about.from}`, {
    lines: [
      `You keep ${about.count} pictures. Your plan keeps ${kept(about.keptPictures, about.keptDays)}.`,
      `From ${about.from} on those beyond it are removed, the oldest first. Pinned pictures go last, and are never too old. Drawings stay.`,
    ],
    button: { label: "Look at your sketches", url: about.url },
    footer: "Pin what you want to keep, download a sketch as a ZIP, or choose a plan that keeps more.",
  });

/** For whoever wanted to be told of a generation's end. */
export const readyLetter = (
  to: string,
  about: { url: string; jobsUrl: string; prompt: string; pictures: number },
): Letter =>
  letter(to, about.pictures === 1 ? "Your picture is ready" : `Your ${about.pictures} pictures are ready`, {
    lines: [`“${about.prompt}” is done.`],
    button: { label: about.pictures === 1 ? "See the picture" : "See the pictures", url: about.url },
    footer: `You asked for this letter when you asked for the picture. All of your jobs: ${about.jobsUrl}`,
  });

export const notReadyLetter = (
  to: string,
  about: { url: string; jobsUrl: string; prompt: string; why: string },
): Letter =>
  letter(to, "Your picture could not be made", {
    lines: [`“${about.prompt}” did not work out. ${about.why}`, "Nothing was charged."],
    button: { label: "Look at it, or try again", url: about.url },
    footer: `You asked for this letter when you asked for the picture. All of your jobs: ${about.jobsUrl}`,
  });

const kept = (pictures: number | null, days: number | null): string =>
  [
    pictures === null ? "as many as you like" : `the newest ${pictures}`,
    days === null ? "" : `for ${days} days`,
  ]
    .filter((part) => part !== "")
    .join(", ");

interface Content {
  lines: string[];
  button: { label: string; url: string };
  footer: string;
}

function letter(to: string, subject: string, { lines, button, footer }: Content): Letter {
  const text = [...lines, "", button.url, "", footer, "", "LlamaSketch"].join("\n");
  const paragraphs = lines.map((line) => `<p style="margin:0 0 16px">${escaped(line)}</p>`).join("");
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:32px 16px;background:#f7f7fa;color:#17171f;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:480px;margin:auto;padding:32px;background:#fff;border-radius:12px">
<h1 style="margin:0 0 16px;font-size:22px">${escaped(subject)}</h1>${paragraphs}
<p style="margin:24px 0"><a href="${escaped(button.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#7c3aed;color:#fff;text-decoration:none;font-weight:600">${escaped(button.label)}</a></p>
<p style="margin:0;color:#5b5b6b;font-size:14px">${escaped(footer)}</p></div></body></html>`;
  return { to, subject, text, html };
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
