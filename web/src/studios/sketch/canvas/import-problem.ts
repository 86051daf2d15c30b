/** Why an image can't be had, in words for a person. */
export class ImportProblem extends Error {
  constructor(words: string) {
    super(words);
    this.name = "ImportProblem";
  }
}
