import { Drawer, DRAFT, type DrawerOptions } from "./drawer.ts";
import { FakeAgent } from "./fake-agent.ts";
import type { Owned } from "./people.ts";

/** Draws one pause on this sketch; the id of its picture. */
export async function keptPicture(owned: Owned, options: DrawerOptions = {}): Promise<string> {
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned, options);
  await drawer.live();
  drawer.frame(1, { pause: true }, DRAFT);
  const { pictureId } = await drawer.take("kept");
  drawer.wire.close();
  agent.die();
  return pictureId;
}
