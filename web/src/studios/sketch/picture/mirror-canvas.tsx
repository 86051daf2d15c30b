import { useEffect, useRef } from "react";
import type { Mirror } from "./mirror.ts";

interface Props {
  mirror: Mirror;
  label: string;
  opacity?: number;
  className: string;
}

/** Pixels of a copy, as many as the largest picture has. */
const SIDE_PX = 1024;

export function MirrorCanvas({ mirror, label, opacity = 1, className }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? mirror.attach(canvas.current) : undefined), [mirror]);
  return (
    <canvas
      ref={canvas}
      width={SIDE_PX}
      height={SIDE_PX}
      role="img"
      aria-label={label}
      className={className}
      style={{ opacity }}
    />
  );
}
