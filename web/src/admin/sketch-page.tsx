import type { AdminSketchView } from "@llamasketch/contract";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { apiUrl } from "../api/api-url.ts";
import { lookAtSketch } from "../api/admin.ts";
import { Frame } from "../app/frame.tsx";
import { Part } from "../app/part.tsx";
import { BUTTON } from "../ui/button-styles.ts";
import { ReasonForm } from "./reason-form.tsx";
import { words } from "./words.ts";

/** Somebody's sketch, after saying why. Nothing in it can be changed here. */
export function SketchLookPage() {
  const { sketchId } = useParams({ from: "/admin/sketches/$sketchId" });
  return (
    <Frame title={words.sketchTitle}>
      <Link to="/admin" className={BUTTON.plain}>
        {words.back}
      </Link>
      <Looked key={sketchId} id={sketchId} />
    </Frame>
  );
}

function Looked({ id }: { id: string }) {
  const [seen, setSeen] = useState<AdminSketchView | null>(null);
  if (!seen)
    return (
      <Part title={words.lookTitle}>
        <p className="text-muted">{words.lookText}</p>
        <ReasonForm action={words.look} act={async (reason) => setSeen(await lookAtSketch(id, reason))} />
      </Part>
    );
  const { sketch, ownerId, pictures } = seen;
  return (
    <>
      <Part title={sketch.title}>
        <p className="font-mono text-small break-all select-text">{sketch.id}</p>
        <p className="flex flex-wrap items-center gap-2">
          {words.owner}
          <Link
            to="/admin/users/$userId"
            params={{ userId: ownerId }}
            className={`${BUTTON.link} font-mono text-small break-all`}
          >
            {ownerId}
          </Link>
        </p>
        <p className="break-words">{sketch.settings.prompt}</p>
      </Part>
      <Part title={words.pictures}>
        {pictures.length === 0 && <p className="text-muted">{words.noPictures}</p>}
        <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
          {pictures.map(({ id, url, createdAt }) => (
            <li key={id}>
              <img
                src={apiUrl(url)}
                alt={words.picture(createdAt)}
                loading="lazy"
                className="aspect-square w-full rounded-lg bg-raised object-cover"
              />
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}
