export const PROJECT_EXTENSION = ".llama";
