import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { SketchScreen } from "./sketch-screen.tsx";
import { SketchSession } from "./sketch-session.ts";

/** Gives the address its session. A sketch made here changes the address and keeps everything else. */
export function SketchPage() {
  const { sketchId } = useParams({ strict: false });
  const navigate = useNavigate();
  const [session, setSession] = useState<SketchSession | null>(null);
  const current = useRef<SketchSession | null>(null);

  useEffect(() => {
    const id = sketchId ?? null;
    if (current.current && current.current.getSnapshot().id === id) return;
    current.current?.stop();
    const next = new SketchSession(id, (made) => {
      void navigate({
        to: "/s/$sketchId",
        params: { sketchId: made },
        replace: true,
        state: { isSamePage: true },
      });
    });
    current.current = next;
    setSession(next);
    next.start();
  }, [sketchId, navigate]);

  useEffect(() => () => current.current?.stop(), []);

  return session && <SketchScreen key={session.key} session={session} />;
}
