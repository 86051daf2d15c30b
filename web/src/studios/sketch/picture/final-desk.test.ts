import type { FinalView, QuoteView } from "@llamasketch/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiFailure } from "../../../api/api-failure.ts";
import { FinalDesk, type CanvasPlace, type FinalPorts } from "./final-desk.ts";
import type { FinalNews } from "./watch-final.ts";

const HERE: CanvasPlace = { epoch: 2, version: 9 };
const SETTINGS = { prompt: "a pond", strength: 0.5, seed: 7 };
const QUOTE: QuoteView = {
  id: "quo_1",
  asset: "credit",
  units: 1,
  lines: [],
  band: "normal",
  expiresAt: "2026-01-01T00:00:00.000Z",
  expiresInMs: 600_000,
};
const view = (more: Partial<FinalView> = {}): FinalView => ({
  id: "job_1",
  state: "queued",
  reason: null,
  ...HERE,
  widthPx: 1024,
  heightPx: 1024,
  credits: 1,
  queue: { ahead: 2, etaMs: 4000 },
  pictureId: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  ...more,
});

/** A page with a desk, and a server that does as it is told. */
function page(more: Partial<FinalPorts> = {}) {
  const { promise: ended, resolve: end } = Promise.withResolvers<FinalView | null>();
  let news: (news: FinalNews) => void = () => undefined;
  let place: CanvasPlace | null = HERE;
  const online = {
    quoteFinal: vi.fn(() => Promise.resolve(QUOTE)),
    putFinal: vi.fn((..._asked: unknown[]) => Promise.resolve(view())),
    openFinals: vi.fn(() => Promise.resolve<FinalView[]>([])),
    cancelFinal: vi.fn(() => Promise.resolve(view({ state: "cancelled" }))),
    readFinalPicture: vi.fn(() => Promise.resolve(new Blob(["picture"]))),
    watchFinal: (_id: string, _signal: AbortSignal, hear: typeof news) => {
      news = hear;
      return ended;
    },
  };
  const ports = {
    sketchId: () => "skt_1",
    finals: () => Promise.resolve(online as never),
    place: () => place,
    read: () => Promise.resolve(place && { place, settings: SETTINGS, image: new Blob(["canvas"]) }),
    show: vi.fn(),
    kept: vi.fn(),
    charged: vi.fn(),
    tell: vi.fn(),
    ...more,
  };
  const desk = new FinalDesk(ports);
  return {
    desk,
    ports,
    online,
    end,
    hear: (told: FinalNews) => news(told),
    moveTo: (next: CanvasPlace | null) => {
      place = next;
      desk.moved();
    },
  };
}
/** Until all that waits for nobody is done. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const done = view({ state: "succeeded", pictureId: "pic_1", queue: null });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("asks for the canvas as it is at the price that was shown, follows it, and shows what came", async () => {
  const { desk, ports, online, hear, end } = page();
  await desk.ask(1024, await desk.quote(1024));
  const [, about] = online.putFinal.mock.calls[0] ?? [];
  expect(about).toEqual({ ...HERE, widthPx: 1024, heightPx: 1024, settings: SETTINGS, quote: "quo_1" });
  await settle();
  expect(desk.store.get()).toMatchObject({ stage: "queued", ahead: 2, credits: 1 });
  hear({ kind: "making", step: 3, steps: 8, isAside: true });
  expect(desk.store.get()).toMatchObject({ stage: "making", step: 3, steps: 8, isAside: true });
  end(done);
  await settle();
  expect(ports.show).toHaveBeenCalledTimes(1);
  expect(ports.kept).toHaveBeenCalledTimes(1);
  // Held, then paid.
  expect(ports.charged).toHaveBeenCalledTimes(2);
  expect(desk.store.get()).toMatchObject({ stage: "none", isShown: true });
  // A live picture of the same canvas would only hide it; one of another does not.
  expect([desk.hides(HERE), desk.hides({ epoch: 2, version: 10 })]).toEqual([true, false]);
  desk.moved();
  expect([desk.hides(HERE), desk.store.get().isShown]).toEqual([false, false]);
});

test("one whose canvas was drawn on meanwhile is in the history, and not on the screen", async () => {
  const { desk, ports, end, moveTo } = page();
  await desk.ask(1024, QUOTE);
  await settle();
  moveTo({ epoch: 2, version: 12 });
  end(done);
  await settle();
  expect(ports.show).not.toHaveBeenCalled();
  expect(ports.kept).toHaveBeenCalledTimes(1);
  expect(ports.tell).toHaveBeenCalledTimes(1);
  expect(desk.store.get()).toMatchObject({ stage: "none", isShown: false });
});

test("without an answer it is said again under the same key; a refusal is not", async () => {
  const { desk, online } = page();
  const lost = new ApiFailure({ status: 0, code: "unreachable", message: "" });
  online.putFinal.mockRejectedValueOnce(lost).mockRejectedValueOnce(lost);
  const asked = desk.ask(1024, QUOTE);
  await vi.advanceTimersByTimeAsync(10_000);
  await asked;
  const keys = online.putFinal.mock.calls.map((call) => call[3]);
  expect([keys.length, new Set(keys).size]).toEqual([3, 1]);

  const refused = page();
  const poor = new ApiFailure({ status: 402, code: "insufficient_credits", message: "" });
  refused.online.putFinal.mockRejectedValueOnce(poor);
  await expect(refused.desk.ask(1024, QUOTE)).rejects.toBe(poor);
  expect(refused.online.putFinal).toHaveBeenCalledTimes(1);
  expect(refused.desk.store.get().stage).toBe("none");
});

test("nothing is asked for without a canvas of one's own, nor twice at a time", async () => {
  const { desk, online, moveTo } = page();
  moveTo(null);
  await expect(desk.ask(1024, QUOTE)).rejects.toMatchObject({ detail: { code: "not_yours" } });
  moveTo(HERE);
  await Promise.all([desk.ask(1024, QUOTE), desk.ask(1024, QUOTE)]);
  expect(online.putFinal).toHaveBeenCalledTimes(1);
});

test("one that was asked for before goes on; stopped it is told to nobody, failed it is", async () => {
  const { desk, ports, online, end } = page();
  online.openFinals.mockResolvedValueOnce([view({ id: "job_0" }), view({ id: "job_7" })]);
  await desk.resume();
  await settle();
  expect(desk.store.get().stage).toBe("queued");
  await desk.cancel();
  expect(online.cancelFinal).toHaveBeenCalledWith("job_7");
  end(view({ state: "cancelled" }));
  await settle();
  expect(ports.tell).not.toHaveBeenCalled();
  expect(desk.store.get().stage).toBe("none");

  const failing = page();
  await failing.desk.ask(1024, QUOTE);
  await settle();
  failing.end(view({ state: "failed", reason: "poison" }));
  await settle();
  expect(failing.ports.tell).toHaveBeenCalledTimes(1);
  expect(failing.ports.kept).not.toHaveBeenCalled();
});
