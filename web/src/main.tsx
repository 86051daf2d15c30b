import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { zodWithoutEval } from "./api/zod-without-eval.ts";
import { followInstaller } from "./app/installer.ts";
import { followVersion } from "./app/follow-version.ts";
import { healAssets } from "./app/heal-assets.ts";
import { lookForCookies } from "./ui/browser-gifts.ts";
import { followInputMethods } from "./ui/input-method.ts";
import { navigation } from "./app/navigation.ts";
import { followPreferences } from "./app/preferences.ts";
import { router } from "./router.tsx";
import { STUDIO_NAVIGATION } from "./studios.ts";
import { language } from "./words/translated.ts";

document.documentElement.lang = language;
zodWithoutEval();
followInputMethods();
followPreferences();
lookForCookies();
followInstaller();
followVersion();
healAssets();
navigation.set({ entries: STUDIO_NAVIGATION });

const root = document.getElementById("root");
if (root) createRoot(root).render(<RouterProvider router={router} />);
