export async function run(): Promise<unknown> { return {}; }
