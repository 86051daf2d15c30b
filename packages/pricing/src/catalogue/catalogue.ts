import type { Product, ProductPrices } from "@llamasketch/contract";
import { characters } from "./characters.ts";
import { gencraft } from "./gencraft.ts";
import { llamasketch } from "./llamasketch.ts";

/** The one price list. Whatever is bought becomes a grant in the ledger; whatever is asked for is priced by its rows. */
export const CATALOGUE: Record<Product, ProductPrices> = { llamasketch, gencraft, characters };

/** What an address is given a day without an account. */
export const FREE_CREDITS_PER_DAY =
  llamasketch.plans.find(({ givenTo }) => givenTo === "address")?.allowance?.units ?? 0;
