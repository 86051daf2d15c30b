import { Link } from "@tanstack/react-router";
import { ImagePlus, SearchX } from "lucide-react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { StateMessage } from "../../../ui/grid/states.tsx";
import { words } from "./words.ts";

export function EmptyLibrary() {
  return (
    <StateMessage icon={ImagePlus} title={words.emptyTitle} text={words.empty}>
      <Link to="/" className={BUTTON.primary}>
        {words.draw}
      </Link>
    </StateMessage>
  );
}

export function NoneFound({ find }: { find: string }) {
  return <StateMessage icon={SearchX} title={words.noneFoundTitle} text={words.noneFound(find)} />;
}
