/** How a machine had part in it, in the words of IPTC (`cv.iptc.org/newscodes/digitalsourcetype`). */
export const DIGITAL_SOURCES = [
  /** Made by a model. */
  "trainedAlgorithmicMedia",
  /** What a person made, together with what a model made. */
  "compositeWithTrainedAlgorithmicMedia",
] as const;
export type DigitalSource = (typeof DIGITAL_SOURCES)[number];

const VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/";

const sourceAddress = (source: DigitalSource): string => `${VOCABULARY}${source}`;

/** The tags of a WebM, which has no place for XMP: given to whatever writes the file. */
export const webmTags = (source: DigitalSource): Record<string, string> => ({
  DIGITAL_SOURCE_TYPE: sourceAddress(source),
});

/** The XMP packet that says it, where search engines, platforms and cameras' makers look. ASCII. */
export const xmpPacket = (source: DigitalSource): string =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><Iptc4xmpExt:DigitalSourceType>${sourceAddress(source)}</Iptc4xmpExt:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;

/** What XMP, or an address alone, says; null where it says nothing of it. */
export function sourceIn(text: string): DigitalSource | null {
  const word = /\/newscodes\/digitalsourcetype\/(\w+)/.exec(text)?.[1];
  return DIGITAL_SOURCES.find((source) => source === word) ?? null;
}
