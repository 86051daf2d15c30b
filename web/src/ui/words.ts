import { translated } from "../words/translated.ts";

export const words = translated({
  en: {
    messages: "Messages",
    copied: "Copied",
    copyFailed: "Copying was not allowed",
    copyRequest: "Copy the request id",
    request: "Request",
    dismiss: "Dismiss",
  },
});
