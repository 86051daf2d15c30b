/** `--check`: what is here, what is missing, in words for the person who sets a host up. */
import { ComfyClient } from "@llamasketch/comfyui";
import { WebSocket } from "ws";
import { plainReason } from "./comfy-failure.ts";
import { comfyFetch } from "./comfy-fetch.ts";
import { surveyComfy, type ComfySurvey } from "./comfy-survey.ts";
import type { AgentConfig } from "./config.ts";
import { chooseLive } from "./live-workflow.ts";

const DIAL_WITHIN_MS = 8000;
const GB = 1024 ** 3;

/** Prints with `print`, a line at a time. True when this host could draw. */
export async function check(config: AgentConfig, print: (line: string) => void): Promise<boolean> {
  let isFit = true;
  const say = (isGood: boolean | null, text: string): void => {
    print(`${isGood === null ? "  --  " : isGood ? "  ok  " : "  NO  "}${text}`);
    if (isGood === false) isFit = false;
  };
  for (const url of config.comfy) {
    print(url);
    try {
      tell(
        await surveyComfy(new ComfyClient({ baseUrl: url, fetch: comfyFetch, timeoutMs: 15_000 })),
        config,
        say,
      );
    } catch (error) {
      say(false, `ComfyUI cannot be used: ${plainReason(error)}. Is it started, and is this its address?`);
    }
  }
  print(config.url);
  const credential = await credentialAccepted(config);
  say(credential === "accepted", `host credential ${credential}`);
  print(isFit ? "This host can draw." : "This host cannot draw yet.");
  return isFit;
}

function tell(
  survey: ComfySurvey,
  config: AgentConfig,
  say: (isGood: boolean | null, text: string) => void,
): void {
  const kind = survey.easel === null ? "ComfyUI" : `built-in painter ${survey.easel}, as ComfyUI`;
  say(
    true,
    `${kind} ${survey.version ?? "of an unknown version"}, ${survey.jobsApi ? "with" : "without"} the jobs API`,
  );
  const gb = (bytes: number): string => (bytes / GB).toFixed(1);
  say(
    survey.device !== null,
    survey.device === null
      ? "it names no device"
      : `${survey.device}, ${gb(survey.vramFreeBytes)} of ${gb(survey.vramTotalBytes)} GB free`,
  );
  say(
    survey.nodePack || survey.sendsBySocket ? (survey.nodePack ? true : null) : false,
    survey.nodePack
      ? "node pack llamasketch_frames: frames go through memory"
      : survey.sendsBySocket
        ? "node pack llamasketch_frames is missing: works, but slower; copy gpu-agent/nodes/llamasketch_frames into custom_nodes/"
        : "neither llamasketch_frames nor SaveImageWebsocket is there: whitelist one of them",
  );
  say(null, `checkpoints: ${survey.checkpoints.join(", ") || "none"}`);
  for (const { id, missing } of survey.workflows)
    say(missing === null ? true : null, missing === null ? `workflow ${id}` : `workflow ${id}: ${missing}`);
  let warning: string | null = null;
  const choice = chooseLive(survey, config, (text) => (warning ??= text));
  if (warning !== null) say(config.workflow === "model-free" ? null : false, warning);
  say(
    true,
    `would draw live with ${choice.id}${choice.kind === "checkpoint" ? ` and ${choice.checkpoint}` : ""}`,
  );
}

/** Opens the control socket and closes it before anything is said: nobody is registered by a check. */
function credentialAccepted({ url, credential }: AgentConfig): Promise<string> {
  return new Promise((resolve) => {
    const address = `${url.replace(/^http/, "ws")}/api/agents/control`;
    const headers = { authorization: `Bearer ${credential}` };
    const socket = new WebSocket(address, { headers, handshakeTimeout: DIAL_WITHIN_MS });
    socket.on("open", () => {
      resolve("accepted");
      socket.close(1000);
    });
    socket.on("unexpected-response", (_request, response) => {
      resolve(response.statusCode === 401 ? "refused" : `not checked: the answer was ${response.statusCode}`);
      socket.terminate();
    });
    socket.on("error", () => resolve("not checked: the address does not answer"));
  });
}
