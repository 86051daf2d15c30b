import type { PauseReason, StatementKind } from "@llamasketch/contract";
import { language, translated } from "../words/translated.ts";

const many = (count: number, one: string, more: string): string =>
  `${count.toLocaleString(language)} ${count === 1 ? one : more}`;
const credits = (count: number): string => many(count, "credit", "credits");
const time = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
const dayAndTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

const gigabytes = new Intl.NumberFormat(language, { style: "unit", unit: "gigabyte" });
const megabytes = new Intl.NumberFormat(language, {
  style: "unit",
  unit: "megabyte",
  maximumFractionDigits: 0,
});
const bytesOf = (size: number): string =>
  size >= 1e9 ? gigabytes.format(size / 1e9) : megabytes.format(size / 1e6);

const kinds: Record<StatementKind, string> = {
  grant: "Credits given",
  purchase: "Credits bought",
  correction: "Put right by us",
  taken_back: "Payment taken back",
  expired: "Expired",
  live: "Live drawing",
  work: "Picture made",
};

const pausedTitle: Record<PauseReason, string> = {
  no_credits: "Your credits are used up",
  limit: "Your limit is reached",
  ledger_stalled: "Pictures wait for the books",
  storage_full: "You have used all of your storage",
};

export const words = translated({
  en: {
    chip: (left: number, spent: number) => `Credits: ${left} left, ${spent} spent on this sketch`,
    meterTitle: "Credits",
    spent: "Spent on this sketch",
    held: "Set aside for this drawing",
    left: "Left, with what is set aside",
    how: "One credit for each ten seconds in which a picture is kept. Everything else is free.",
    stopAt: "Stop at",
    stopAtUnit: "credits on this sketch",
    stopAtBad: (most: number) => `A whole number from 1 to ${most.toLocaleString(language)}.`,
    stopAtSet: "Set",
    stopAtOff: "No limit",
    stopAtIs: (limit: number) => `Drawing pauses once ${credits(limit)} are spent here.`,
    stopAtOther: "The person who has the pen sets the limit.",
    statement: "What was spent",
    statementTitle: "Credits",
    pausedTitle,
    pausedText: {
      no_credits: (spent: number) =>
        spent === 0
          ? "There is nothing left to paint with. Draw on, nothing is lost: pictures follow once there are credits."
          : `${credits(spent)} went into this sketch. Draw on, nothing is lost: pictures follow once there are credits again.`,
      limit: (spent: number) => `${credits(spent)} went into this sketch, as many as you allowed.`,
      ledger_stalled: () =>
        "Credits can't be checked right now. Keep drawing: nothing is lost or charged, and pictures resume by themselves.",
      storage_full: () =>
        "No picture could be kept, so none is painted or charged. Strokes are kept on this device. Delete sketches or pictures that you do not need, or take a larger plan, then look again.",
    },
    freeAgain: (at: string) => `New free credits come at ${time.format(Date.parse(at))}.`,
    upgrade: "See plans",
    makeRoom: "See what is stored",
    stores: (size: number) => `Keeps ${bytesOf(size)}`,
    checkAgain: "Look again",
    allowMore: (more: number) => `Allow ${more} more`,
    close: "Close",
    yours: "Yours",
    freeToday: (left: number, perDay: number) => `With ${left} of today's ${perDay} free ones`,
    freeUntil: (at: string) => `New ones at ${time.format(Date.parse(at))}. No account is needed.`,
    freeWhose:
      "Free credits are shared by everyone on your network, such as a household or an office. They don't follow you to another network.",
    freeSignedIn:
      "Your account's credits are yours alone and are spent first. Free credits are used when those run out.",
    freeVisitor:
      "An account has credits of its own. They go where you go and are spent before the free ones. Signing in adds them; the free ones stay.",
    signIn: "Sign in",
    linesTitle: "What was given and spent",
    when: "When",
    what: "What",
    credits: "Credits",
    kinds,
    live: (windows: number, pictures: number) =>
      `${many(windows, "window", "windows")} of ten seconds, ${many(pictures, "picture kept", "pictures kept")}`,
    deletedSketch: "A sketch that was deleted",
    at: (iso: string) => dayAndTime.format(Date.parse(iso)),
    units: (units: number) =>
      units < 0 ? `−${(-units).toLocaleString(language)}` : `+${units.toLocaleString(language)}`,
    noLines: "Nothing yet. Draw, and every sketch that costs something is named here.",
    older: "Older lines",
    download: "Download as CSV",
    plansTitle: "Plans",
    perMonth: (cents: number) =>
      cents === 0
        ? "Nothing to pay"
        : `${(cents / 100).toLocaleString(language, { style: "currency", currency: "USD" })} a month`,
    onRequest: "On request",
    allowance: (units: number, every: "day" | "month") =>
      `${credits(units)} a ${every === "day" ? "day" : "month"}`,
    agreed: "As agreed",
    noAccount: "No account needed",
    notSoldYet: "Not sold here yet",
  },
});
