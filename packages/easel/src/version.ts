/** Version told in `/system_stats`. */
export const easelVersion = "0.1.0";
