import { fileStem } from "@llamasketch/contract";

/** A file's name from a sketch's title: `A house!` with `picture.png` is `a-house-picture.png`. */
export const fileName = (title: string, rest: string): string => `${fileStem(title, "sketch")}-${rest}`;
