import { Hand } from "../../../drawing/hand.ts";
import type { Ink } from "../../../drawing/ink.ts";
import { imageBytes } from "../../../drawing/image-store.ts";
import type { InkLayer, Place } from "../../../drawing/operation.ts";
import { PageControl } from "../../../drawing/page-control.ts";
import { fitted } from "../../../drawing/placement.ts";
import type { Shape } from "../../../drawing/shapes.ts";
import { Store } from "../../../ui/store.ts";
import { ImportProblem } from "./import-problem.ts";
import { isInPalette } from "./palette.ts";
import { nameOf, operationsOf, type Placing } from "./placing.ts";
import { readPreferences, withRecent, writePreferences, type Preferences } from "./preferences.ts";
import { FIRST_TOOLS, sizedTool, withColour, type Tools } from "./tools.ts";
import { words } from "./words.ts";
import { shelf } from "../../../ui/browser-gifts.ts";

interface DeskState {
  /** Something that is being put on the page, and is not there yet. */
  placing: Placing | null;
  isPenSeen: boolean;
  /** A file is being read. */
  isImporting: boolean;
  /** Said to those who do not see what happened. */
  said: string;
  /** Said until it is taken away. */
  notice: string | null;
}

/** A new shape's part of the page's side. */
const SHAPE_PART = 0.4;

/** The tools as they were left in this tab: the next sketch goes on with them. */
let leftTools: Tools = FIRST_TOOLS;

/** What lies around the page in one tab: tools, preferences, and the hand that uses them. */
export class Desk {
  readonly ink: Ink;
  readonly control: PageControl;
  readonly tools = new Store<Tools>({ ...leftTools, layer: 0 });
  readonly preferences: Store<Preferences>;
  readonly state = new Store<DeskState>({
    placing: null,
    isPenSeen: false,
    isImporting: false,
    said: "",
    notice: null,
  });
  readonly #hand: Hand;
  /** What the eyedropper was taken up from. */
  #toolBefore: Tools["tool"] = "brush";

  constructor(ink: Ink) {
    this.ink = ink;
    this.preferences = new Store(readPreferences(shelf));
    this.#hand = new Hand(ink, {
      picked: (colour, isChosen) => this.#picked(colour, isChosen),
      unseen: () => this.state.set({ notice: words.layerHidden }),
    });
    this.control = new PageControl({
      hand: this.#hand,
      penSeen: () => this.state.set({ isPenSeen: true }),
      fingerIdle: () => this.#sayWhyFingersRest(),
    });
    this.tools.subscribe(() => this.#take());
    this.state.subscribe(() => this.#take());
    this.preferences.subscribe(() => {
      writePreferences(shelf, this.preferences.get());
      this.#take();
    });
    this.#take();
  }

  chooseTool(tool: Tools["tool"]): void {
    const { tool: before } = this.tools.get();
    if (before !== "pick") this.#toolBefore = before;
    this.tools.set({ tool });
  }

  chooseLayer(layer: InkLayer): void {
    this.tools.set({ layer });
  }

  /** A colour to draw with; one that is not in the palette is remembered. */
  chooseColour(colour: string): void {
    this.tools.set(withColour(this.tools.get(), colour));
    if (!isInPalette(colour)) this.preferences.set(withRecent(this.preferences.get(), colour));
  }

  /** Reads an image and lays it on the page, to be placed. Whatever file it is, the page stays as it was. */
  async importImage(file: Blob): Promise<void> {
    if (this.state.get().isImporting) return;
    this.state.set({ isImporting: true, notice: null });
    try {
      const { importImage } = await import("./import-image.ts");
      const { bytes, widthPx, heightPx, wasAnimated } = await importImage(file);
      const url = URL.createObjectURL(new Blob([bytes]));
      this.#startPlacing({ kind: "image", bytes, url, place: fitted(widthPx, heightPx) });
      if (wasAnimated) this.state.set({ notice: words.firstFrame });
    } catch (error) {
      this.state.set({ notice: error instanceof ImportProblem ? error.message : words.importFailed.unready });
    }
    this.state.set({ isImporting: false });
  }

  /** Takes an image of the page in hand again. */
  moveImage(id: string): void {
    const image = this.ink.page.images.find((each) => each.id === id);
    if (!image) return;
    const bytes = imageBytes(this.ink.operations, id);
    const url = bytes && URL.createObjectURL(new Blob([bytes]));
    this.#startPlacing({ kind: "moved", id, url, place: image.place });
  }

  placeShape(shape: Shape): void {
    const height = shape === "line" ? 0.001 : 1;
    this.#startPlacing({ kind: "shape", shape, place: fitted(1, height, SHAPE_PART) });
  }

  movePlacing(place: Place): void {
    const { placing } = this.state.get();
    if (placing) this.state.set({ placing: { ...placing, place } });
  }

  /** It is right where it is. */
  place(): void {
    const { placing } = this.state.get();
    if (!placing || !this.ink.apply(...operationsOf(placing, this.tools.get()))) return;
    this.#endPlacing(words.placedDone(nameOf(placing)));
  }

  dropPlacing(): void {
    const { placing } = this.state.get();
    if (placing) this.#endPlacing(words.cancelled(nameOf(placing)));
  }

  #startPlacing(placing: Placing): void {
    this.dropPlacing();
    this.state.set({ placing });
  }

  #endPlacing(said: string): void {
    const { placing } = this.state.get();
    if (placing && "url" in placing && placing.url) URL.revokeObjectURL(placing.url);
    this.state.set({ placing: null, said });
  }

  #picked(colour: string, isChosen: boolean): void {
    if (!isChosen) return this.tools.set({ colour });
    const { tool } = this.tools.get();
    if (tool === "pick") this.tools.set({ tool: this.#toolBefore });
    this.chooseColour(colour);
  }

  /** Once, to whoever did not decide it. */
  #sayWhyFingersRest(): void {
    const { fingers, isFingerHintTold } = this.preferences.get();
    if (fingers !== "auto" || isFingerHintTold) return;
    this.preferences.set({ isFingerHintTold: true });
    this.state.set({ notice: words.fingersRest });
  }

  /** Hands tools and preferences to the hand that draws. */
  #take(): void {
    const tools = this.tools.get();
    leftTools = tools;
    const { calm, fingers } = this.preferences.get();
    const { isPenSeen } = this.state.get();
    const { tool, colour, layer } = tools;
    this.#hand.brush = { tool, colour, layer, calm, size: tools.sizes[sizedTool(tools)] };
    this.control.rules = {
      pans: tool === "hand",
      fingersDraw: fingers === "always" || (fingers === "auto" && !isPenSeen),
    };
  }
}
