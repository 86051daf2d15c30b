/** Ids of operations, each made from its cause: whoever says it again, in whatever words, says the same. */

/** Credits held for a piece of work; a hold and what ends it are known by the work's own id. */
export const holdFor = (workId: string): string => `hold:${workId}`;
/** The one way a hold can end. */
export const endOf = (holdId: string): string => `end:${holdId}`;

export const CAUSES = {
  /** A pack paid at once: the checkout session, whichever of its events arrives. */
  stripeCheckout: (sessionId: string) => `stripe:cs:${sessionId}`,
  /** A period of a plan: its invoice, the first included. */
  stripeInvoice: (invoiceId: string) => `stripe:in:${invoiceId}`,
  stripeRefund: (refundId: string) => `stripe:re:${refundId}`,
  stripeDispute: (disputeId: string) => `stripe:dp:${disputeId}`,
  lightning: (paymentHash: string) => `ln:${paymentHash}`,
  liquid: (txid: string, vout: number) => `liquid:${txid}:${vout}`,
  /** What signing up gives, once a person. */
  signUp: (userId: string) => `signup:${userId}`,
  /** What may be given away on a day, all visitors together. `day`: YYYY-MM-DD. */
  freeBudget: (day: string) => `free:${day}`,
  /** An operator's correction, by the ticket that asked for it. */
  operator: (ticket: string) => `operator:${ticket}`,
} as const;
