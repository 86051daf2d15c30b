import { Link } from "@tanstack/react-router";
import { Images, SearchX } from "lucide-react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { StateMessage } from "../../../ui/grid/states.tsx";
import { words } from "./words.ts";

export function NothingMade() {
  return (
    <StateMessage icon={Images} title={words.emptyTitle} text={words.empty}>
      <Link to="/generate" className={BUTTON.primary}>
        {words.make}
      </Link>
    </StateMessage>
  );
}

export function NothingFound({ showAll }: { showAll: () => void }) {
  return (
    <StateMessage icon={SearchX} title={words.noneFoundTitle} text={words.noneFound}>
      <button type="button" className={BUTTON.plain} onClick={showAll}>
        {words.showAll}
      </button>
    </StateMessage>
  );
}
