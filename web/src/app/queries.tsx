import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";

/** The only one. Who somebody is changes with a new page: nothing that was read for one is shown to another. */
export const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 0 }, mutations: { retry: 0 } },
});

/** Around each page that reads: the page that draws reads nothing this way, and does not load it. */
export const Queries = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queries}>{children}</QueryClientProvider>
);
