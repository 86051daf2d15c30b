export { CATALOGUE, FREE_CREDITS_PER_DAY } from "./catalogue/catalogue.ts";
export { STRANGER_STORED_BYTES } from "./catalogue/llamasketch.ts";
export { DEMAND, bandNamed, bandOf, type Load } from "./demand.ts";
export { priceLiveWindows } from "./live.ts";
export { quote, type NoQuote, type Quote } from "./quote.ts";
