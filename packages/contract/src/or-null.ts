import { z } from "zod";

/**
 * An object that may be null. With a name of its own (`meta({ id })`) the API's document has it as "one of: that component, or
 * null", which generators of clients can read; of `nullable()` it makes a type list on the object, which many cannot.
 */
export const orNull = <T extends z.ZodObject>(schema: T) => z.union([schema, z.null()]);
