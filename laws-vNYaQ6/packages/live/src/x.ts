export const get = () => fetch("http://x");
