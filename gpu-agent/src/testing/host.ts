/** A whole GPU host for tests: easel, a tap before it, an agent, and a platform. */
import { createEasel, type Easel, type EaselOptions } from "@llamasketch/easel";
import { Agent } from "../agent.ts";
import { ComfyProducer, type ComfyProducerOptions } from "../comfy-producer.ts";
import { ComfyTap } from "./comfy-tap.ts";
import { FakePlatform, type FakeSession } from "./fake-platform.ts";

export interface Host {
  easel: Easel;
  tap: ComfyTap;
  platform: FakePlatform;
  producer: ComfyProducer;
  agent: Agent;
  session: FakeSession;
  /** Everything the agent wrote down. */
  logs: string[];
  broken: string[];
  close(): Promise<void>;
}

/** Quick clocks, one session placed. */
export async function openHost(
  options: {
    easel?: Partial<EaselOptions>;
    producer?: Partial<ComfyProducerOptions>;
    prompt?: string;
  } = {},
): Promise<Host> {
  const easel = await createEasel({ port: 0, ...options.easel });
  const tap = await ComfyTap.open(easel.url);
  const platform = await FakePlatform.open();
  if (options.prompt !== undefined) platform.settings.prompt = options.prompt;
  const logs: string[] = [];
  const broken: string[] = [];
  const log = (level: string, text: string): void => void logs.push(`${level} ${text}`);
  const clocks = { watchEveryMs: 60, silenceMs: 300, frameDeadlineMs: 1500 };
  const producer = await ComfyProducer.open({
    url: tap.url,
    workflow: "model-free",
    ...clocks,
    ...options.producer,
    log,
  });
  const config = {
    url: platform.url,
    credential: platform.credential,
    comfy: [tap.url],
    workflow: "auto",
  };
  const agent = new Agent({ config, producers: [producer], frameMs: 50, log });
  agent.onBroken = (why) => broken.push(why);
  const session = await platform.place("s1");
  const close = async (): Promise<void> => {
    await agent.drain();
    await platform.close();
    await tap.close();
    await easel.close();
  };
  return { easel, tap, platform, producer, agent, session, logs, broken, close };
}
