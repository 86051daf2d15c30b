import { language } from "../../../words/translated.ts";

const MEGABYTE = 1_000_000;
const FORMAT = new Intl.NumberFormat(language, {
  style: "unit",
  unit: "megabyte",
  maximumFractionDigits: 1,
});

export const megabytes = (bytes: number): string => FORMAT.format(bytes / MEGABYTE);
