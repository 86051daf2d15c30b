import { defineFeature } from "../feature.ts";
import { registerPlansGet } from "./plans.get.ts";
import { registerQuotesCreate } from "./quotes.create.ts";

export const prices = defineFeature({
  name: "prices",
  tags: {
    plans: "The price list",
    quotes: "Prices that are promised",
  },
  routes(app) {
    registerPlansGet(app);
    registerQuotesCreate(app);
  },
});
