import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { zodWithoutEval } from "./api/zod-without-eval.ts";
import { followInstaller } from "./page/installer.ts";
import { followVersion } from "./offline/follow-version.ts";
import { healAssets } from "./offline/heal-assets.ts";
import { lookForCookies } from "./page/browser-gifts.ts";
import { followInputMethods } from "./page/input-method.ts";
import { followPreferences } from "./page/preferences.ts";
import { router } from "./router.tsx";
import { language } from "./words/translated.ts";

document.documentElement.lang = language;
zodWithoutEval();
followInputMethods();
followPreferences();
lookForCookies();
followInstaller();
followVersion();
healAssets();

const root = document.getElementById("root");
if (root) createRoot(root).render(<RouterProvider router={router} />);
