import { Moon, Sun } from "lucide-react";
import { BUTTON } from "../ui/button-styles.ts";
import { preferences } from "./preferences.ts";
import { useStore } from "../ui/store.ts";
import { useMedia } from "../ui/use-media.ts";
import { words } from "./words.ts";

/** From dark to light and back. */
export function ThemeButton() {
  const { theme } = useStore(preferences);
  const isDeviceLight = useMedia("(prefers-color-scheme: light)");
  const light = theme === "system" ? isDeviceLight : theme === "light";
  const label = light ? words.toDark : words.toLight;
  const Icon = light ? Moon : Sun;
  return (
    <button
      type="button"
      className={BUTTON.icon}
      aria-label={label}
      title={label}
      onClick={() => preferences.set({ theme: light ? "dark" : "light" })}
    >
      <Icon className="size-5" aria-hidden="true" />
    </button>
  );
}
