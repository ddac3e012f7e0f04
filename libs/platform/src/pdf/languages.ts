/** The words of a language tag such as `de-AT`, and the locale of its numbers and days; English for a language that is not there. */
export function wordsFor<Words>(
  languages: Readonly<Record<string, Words>> & { readonly en: Words },
  tag = 'en-GB',
): { readonly words: Words; readonly locale: string } {
  const language = tag.split('-')[0]?.toLowerCase() ?? 'en';
  const words = Object.hasOwn(languages, language) ? languages[language] : undefined;
  if (!words) return { words: languages.en, locale: 'en-GB' };
  try {
    return { words, locale: Intl.getCanonicalLocales(tag)[0] ?? language };
  } catch {
    return { words, locale: language };
  }
}
