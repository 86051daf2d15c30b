/** Random steps of a run: honest commands, and everything that careless or hostile code might do instead. */
import { accountId } from "../accounts.ts";
import { amount, ASSETS, UNITS_MAX, type Amount, type Asset } from "../amount.ts";
import type { Command } from "../decide.ts";
import type { BlockPicture, BlockTurn } from "../live-block.ts";
import type { SqlStatement } from "../statement.ts";
import type { Model } from "./model.ts";
import type { Seeded } from "./random.ts";
import { FORMS, type Said, type Step } from "./step.ts";

const HOLDERS = ["ann", "ben", "cyd", "pot", "adr-1", "adr-2"] as const;
const PAYERS = ["ann", "ben", "cyd"] as const;

export class Steps {
  readonly #random: Seeded;
  readonly #model: Model;
  #nowMs = 1_800_000_000_000;
  #work = 0;
  readonly #past: Said[] = [];
  constructor(random: Seeded, model: Model) {
    this.#random = random;
    this.#model = model;
  }

  next(): Step {
    const random = this.#random;
    // Clocks of different machines: mostly forward, sometimes a little back.
    this.#nowMs += random.chance(0.1) ? -random.whole(0, 3000) : random.whole(0, 4000);
    if (random.chance(0.08)) return { kind: "attack", statement: this.#attack() };
    const many = random.chance(0.08) ? random.whole(2, 4) : 1;
    const batch = Array.from({ length: many }, () => this.#saying());
    const form = random.chance(0.25) && batch.every((said) => !isShare(said)) ? random.pick(FORMS) : FORMS[0];
    this.#past.push(...batch);
    return { kind: "say", batch, form };
  }

  #saying(): Said {
    const random = this.#random;
    if (this.#past.length > 0 && random.chance(0.2)) return this.#again();
    if (random.chance(0.2)) return { turn: this.#turn() };
    return { command: this.#command() };
  }

  /** Said before: the same once more, later, or under the same id for something else. */
  #again(): Said {
    const random = this.#random;
    const said = this.#past[
      random.whole(Math.max(0, this.#past.length - 200), this.#past.length - 1)
    ] as Said;
    if ("turn" in said) {
      const { turn } = said;
      const twist = random.whole(0, 3);
      if (twist === 1) return { turn: { ...turn, writer: "another-life" } };
      if (twist === 2) return { turn: { ...turn, pictures: [...turn.pictures, { window: 9999 }] } };
      return { turn: { ...turn, atMs: this.#nowMs } };
    }
    const { command } = said;
    if (random.chance(0.6)) return { command: this.#moved(command) };
    switch (command.kind) {
      case "capture":
        return random.chance(0.5)
          ? { command: { ...command, amount: amount(command.amount.asset, command.amount.units + 1) } }
          : {
              command: {
                ...command,
                kind: "release",
                asset: command.amount.asset,
                ifOpen: random.chance(0.5),
              },
            };
      case "release":
        return { command: { ...command, holderId: random.pick(HOLDERS) } };
      case "share":
      case "fill":
      case "expire":
        return { command: this.#moved(command) };
      case "hold":
        return { command: { ...command, amount: this.#amount(command.amount.asset) } };
      default:
        return { command: { ...command, holderId: random.pick(HOLDERS) } };
    }
  }

  #moved(command: Command): Command {
    if (command.kind === "hold") return { ...command, atMs: this.#nowMs, expiresAtMs: this.#nowMs + 60_000 };
    return { ...command, atMs: this.#nowMs };
  }

  #command(): Command {
    const random = this.#random;
    const atMs = this.#nowMs;
    const holderId = random.pick(HOLDERS);
    const asset: Asset = random.chance(0.8) ? "credit" : random.pick(ASSETS);
    const value = this.#amount(asset);
    const id = `cause:${(this.#work += 1)}`;
    const reference = random.chance(0.5) ? `sketch:${random.whole(1, 9)}` : null;
    const bucketExpiresAtMs = random.chance(0.7)
      ? atMs + (random.chance(0.05) ? 0 : 1000 * random.whole(1, 400))
      : null;
    const issued = { id, holderId, amount: value, reference, atMs };
    switch (random.whole(0, 15)) {
      case 0:
      case 1:
        return { kind: "grant", ...issued, bucketExpiresAtMs };
      case 2:
        return { kind: "purchase", ...issued, bucketExpiresAtMs: null };
      case 3:
        return { kind: "adjust_in", ...issued, bucketExpiresAtMs };
      case 4:
        return { kind: "adjust_out", ...issued };
      case 5:
        return { kind: "clawback", ...issued };
      case 6:
        return random.chance(0.7) ? this.#share() : this.#fill();
      case 7:
        return { kind: "expire", accountId: this.#anyAccount(), atMs };
      case 8:
      case 9:
      case 10:
      case 11:
        return this.#end();
      default:
        return {
          kind: "hold",
          workId: `work-${this.#work}`,
          holderId,
          amount: value,
          quoteId: random.chance(0.03) ? "quo_unknown" : null,
          reference,
          atMs,
          expiresAtMs: atMs + random.whole(1, 120_000),
        };
    }
  }

  /** Some hold's end: in part, in full, too much, by the wrong holder, or of a hold that never was. */
  #end(): Command {
    const random = this.#random;
    const atMs = this.#nowMs + (random.chance(0.2) ? 300_000 : 0);
    const ids = [...this.#model.holds.keys()];
    const id = ids[random.whole(Math.max(0, ids.length - 30), Math.max(0, ids.length - 1))];
    const hold = id === undefined ? undefined : this.#model.holds.get(id);
    const unknown = hold === undefined || random.chance(0.03);
    const workId = unknown ? `never-${random.whole(1, 5)}` : (id as string).slice("hold:".length);
    const holderId = !hold || random.chance(0.05) ? random.pick(HOLDERS) : hold.holderId;
    const asset = (hold?.asset ?? "credit") as Asset;
    const held = hold?.parts.reduce((sum, [, units]) => sum + units, 0) ?? 1;
    if (random.chance(0.3))
      return { kind: "release", workId, holderId, asset, atMs, ifOpen: random.chance(0.5) };
    const units = random.chance(0.6) ? held : random.whole(1, Math.min(held + 2, UNITS_MAX));
    return { kind: "capture", workId, holderId, amount: amount(asset, units), atMs };
  }

  #share(): Command {
    const random = this.#random;
    return {
      kind: "share",
      holderId: random.pick(["adr-1", "adr-2"]),
      potHolderId: "pot",
      asset: "credit",
      neededUnits: random.whole(1, 8),
      sliceUnits: 5,
      shareUnits: 60,
      bounds: this.#random.chance(0.5) ? [{ holderPrefix: "adr-", units: 80 }] : [],
      bucketExpiresAtMs: this.#nowMs + 1000 * random.whole(1, 50),
      atMs: this.#nowMs,
    };
  }

  #fill(): Command {
    const random = this.#random;
    return {
      kind: "fill",
      cause: `filled:${random.whole(1, 2)}`,
      step: random.whole(0, 9),
      holderId: "pot",
      asset: "credit",
      upToUnits: random.whole(1, 90),
      bucketExpiresAtMs: this.#nowMs + 1000 * random.whole(0, 50),
      atMs: this.#nowMs,
    };
  }

  #turn(): BlockTurn {
    const random = this.#random;
    const holderId = random.pick(HOLDERS);
    const sessionId = `session-${random.whole(1, 3)}`;
    const blocks = this.#model.sessions.get(`${holderId} ${sessionId}`) ?? [];
    const from = Math.max(0, (blocks.at(-1)?.lastWindow ?? -1) - 1);
    const pictures = Array.from(
      { length: blocks.length === 0 ? 0 : random.whole(0, 9) },
      (_, at): BlockPicture =>
        random.chance(0.8) ? { picture: `p${at}`, window: from + random.whole(0, 7) } : { picture: `p${at}` },
    );
    return {
      holderId,
      sessionId,
      seq: blocks.length + (random.chance(0.05) ? random.whole(2, 3) : 1),
      sketchId: "skt",
      writer: "this-life",
      pictures,
      begin: random.chance(0.8),
      atMs: this.#nowMs,
    };
  }

  #amount(asset: Asset): Amount {
    const random = this.#random;
    if (random.chance(0.02)) return amount(asset, UNITS_MAX - random.whole(0, 5));
    return amount(asset, random.chance(0.1) ? random.whole(50, 5000) : random.whole(1, 20));
  }

  #anyAccount(): string {
    const ids = [...this.#model.books.accounts.keys()];
    return ids[this.#random.whole(0, ids.length - 1)] ?? "sys/credit/revenue";
  }

  #attack(): SqlStatement {
    const random = this.#random;
    const hold = [...this.#model.holds.keys()].at(-1) ?? "hold:none";
    const account = this.#anyAccount();
    const rich = accountId(random.pick(PAYERS), "credit", "purchased");
    const [sql, ...params] = random.pick<[string, ...(string | number)[]]>([
      ["UPDATE OR IGNORE ledger_operations SET amount = amount + 1"],
      ["UPDATE OR IGNORE ledger_transfers SET amount = amount + 1 WHERE kind = 'post'"],
      ["UPDATE ledger_accounts SET overdraft = 1 WHERE id = ?", account],
      ["UPDATE OR REPLACE ledger_accounts SET id = 'sys/credit/revenue' WHERE id = ?", account],
      ["DELETE FROM ledger_operations WHERE kind = 'hold'"],
      ["DELETE FROM ledger_transfers WHERE operation_id = ?", hold],
      ["DELETE FROM ledger_accounts WHERE id = ?", account],
      ["DELETE FROM live_blocks"],
      ["UPDATE live_blocks SET captured = captured - 1, written_off = written_off + 1 WHERE captured > 0"],
      [
        "INSERT OR REPLACE INTO ledger_accounts (id, holder_id, asset, bucket, overdraft) SELECT id, holder_id, asset, bucket, overdraft FROM ledger_accounts WHERE id = ?",
        account,
      ],
      [
        "INSERT OR REPLACE INTO ledger_accounts (id, holder_id, asset, bucket, overdraft, posted) VALUES ('eve/credit/purchased', 'eve', 'credit', 'purchased', 0, 50)",
      ],
      [
        "INSERT INTO ledger_accounts (id, holder_id, asset, bucket, overdraft) VALUES ('eve/credit/issued', 'eve', 'credit', 'issued', 1)",
      ],
      [
        "INSERT OR IGNORE INTO ledger_transfers (operation_id, part, kind, debit, credit, amount) VALUES (?, 99, 'post', 'sys/credit/issued', ?, 5)",
        hold,
        rich,
      ],
      [
        "INSERT OR REPLACE INTO ledger_transfers (operation_id, part, kind, debit, credit, amount) VALUES (?, 1, 'hold', ?, 'sys/credit/revenue', 1)",
        hold,
        rich,
      ],
      [
        "INSERT OR REPLACE INTO ledger_transfers SELECT * FROM ledger_transfers ORDER BY operation_id DESC LIMIT 3",
      ],
      [
        "INSERT OR IGNORE INTO ledger_operations (id, kind, holder_id, asset, amount, at) VALUES ('bad:1', 'purchase', 'eve', 'credit', -5, 1)",
      ],
      [
        "INSERT OR IGNORE INTO ledger_operations (id, kind, holder_id, asset, amount, at) VALUES ('bad:2', 'purchase', 'eve', 'credit', 1.5, 1)",
      ],
      [
        "INSERT OR REPLACE INTO ledger_operations (id, kind, holder_id, asset, amount, at) VALUES ('bad:3', 'purchase', 'eve', 'credit', 1e300, 1)",
      ],
      [
        "INSERT OR IGNORE INTO ledger_operations (id, kind, holder_id, asset, amount, at) VALUES ('bad:4', 'purchase', 'eve', 'gold', 5, 1)",
      ],
      [
        "INSERT OR IGNORE INTO ledger_operations (id, kind, holder_id, asset, amount, at) VALUES ('bad:5', 'purchase', 'sys', 'credit', 5, 1)",
      ],
      [
        "INSERT OR IGNORE INTO ledger_operations (id, kind, holder_id, asset, amount, at) VALUES ('bad:6', 'purchase', 'eve', 'credit', 'five', 1)",
      ],
      [
        "INSERT OR IGNORE INTO ledger_operations (id, kind, holder_id, asset, amount, hold_id, at) VALUES ('end:twice', 'capture', 'ann', 'credit', 1, ?, 1)",
        hold,
      ],
      [
        "INSERT OR REPLACE INTO live_blocks SELECT holder_id, session_id, seq, sketch_id, 'eve', pictures, ended_account_id, freed, captured, written_off, last_window, account_id, held, at, expires_at FROM live_blocks",
      ],
      [
        "INSERT OR IGNORE INTO live_blocks VALUES ('ann', 'forged', 1, 'skt', 'eve', '[{\"window\":1}]', 'sys/credit/issued', 6, 1, 0, 1, NULL, 0, 1, 2)",
      ],
      [
        "INSERT OR IGNORE INTO live_blocks VALUES ('ann', 'forged', 1, 'skt', 'eve', '[]', NULL, 0, 0, 0, -1, ?, 6, 9999999999999, 9999999999999)",
        accountId("ben", "credit", "purchased"),
      ],
    ]);
    return { sql, params };
  }
}

/** What is reckoned where it is written has one wording. */
const isShare = (said: Said): boolean =>
  "command" in said && (said.command.kind === "share" || said.command.kind === "fill");
