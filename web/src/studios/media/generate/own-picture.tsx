import type { UploadView } from "@llamasketch/contract";
import { formatOf } from "@llamasketch/pictures";
import { useMutation } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRef } from "react";
import { describeFailure } from "../../../api/api-failure.ts";
import { sendPicture } from "../../../api/generations.ts";
import { passDoor } from "../../../credits/door.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { bringPicture } from "./bring-picture.ts";
import { problemOf } from "./problem.ts";
import { words } from "./words.ts";

const TYPES = ["image/jpeg", "image/png", "image/webp"];
/** Whatever is larger than what is taken is brought down here; this is more than a camera writes. */
const FILE_MAX_BYTES = 64_000_000;
/** They say what it is. */
const START_BYTES = 64;

/** What this page sent, shown from here: nobody is shown it from there. */
const sent = new Map<string, string>();
export const previewOf = (uploadId: string): string | null => sent.get(uploadId) ?? null;

class Unfit extends Error {}

function saidOf(error: unknown): string {
  if (error instanceof Unfit) return error.message;
  return describeFailure(error).code === "conflict" ? words.ownMany : problemOf(error, words.ownRefused).text;
}

/** Sends a picture of one's own. */
export function OwnPicture({ take }: { take: (upload: UploadView) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > FILE_MAX_BYTES) throw new Unfit(words.ownTooBig(FILE_MAX_BYTES));
      const start = new Uint8Array(await file.slice(0, START_BYTES).arrayBuffer());
      if (!formatOf(start)) throw new Unfit(words.ownType);
      const brought = await bringPicture(file);
      if (!brought) throw new Unfit(words.ownRefused);
      // Where it does not open, the call itself says what is missing.
      await passDoor().catch(() => false);
      const upload = await sendPicture(brought.picture);
      sent.set(upload.id, URL.createObjectURL(brought.preview));
      return upload;
    },
    onSuccess: take,
  });
  const { error } = send;
  return (
    <>
      <button
        type="button"
        className={BUTTON.plain}
        disabled={send.isPending}
        onClick={() => input.current?.click()}
      >
        <Upload className="size-5" aria-hidden="true" />
        {send.isPending ? words.ownSending : words.own}
      </button>
      <input
        ref={input}
        type="file"
        accept={TYPES.join(",")}
        className="hidden"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="own-picture"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) send.mutate(file);
        }}
      />
      {error && (
        <p role="alert" className="basis-full text-bad">
          {saidOf(error)}
        </p>
      )}
    </>
  );
}
