/** What of finals speaks with the server: fetched when one is asked for. */
export { cancelFinal, openFinals, putFinal, quoteFinal, readFinalPicture } from "../../../api/finals.ts";
export { watchFinal } from "./watch-final.ts";
