// Texts that scripts show: looked up in what the page brings along, by the library that reads the
// same format on the server. What a language lacks is said in the first one.

// A report without a player has no texts for it.
const brought = JSON.parse(document.getElementById("texts")?.textContent ?? "[]");

const bundles = brought.map(({ language, source }) => {
  // Of a language that only its translators know, forms of number are those of English.
  const bundle = new FluentBundle.FluentBundle([language, "en"], { useIsolating: false });
  bundle.addResource(new FluentBundle.FluentResource(source));
  return bundle;
});

/** The text of a key, with `values` where it names any; numbers may choose a plural form. */
export function text(key, values = {}) {
  for (const bundle of bundles) {
    const message = bundle.getMessage(key);
    if (message?.value) return bundle.formatPattern(message.value, values);
  }
  throw new Error(`no text for ${key}`);
}
