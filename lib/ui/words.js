// Streamlit's own words in the reader's language; run anew when the language changes.
// WORDS: {"English": "translation"}, empty when there is nothing to translate; "minute: mm" is
// what stands in that part of a field only. LANGUAGE: "vi".
// LOCALE: "vi-VN", or null to leave calendars and numbers to the browser.
(() => {
  const ATTRIBUTES = ["aria-label", "aria-description", "aria-valuetext", "title", "placeholder"];
  // What people wrote is theirs, even when it reads like one of Streamlit's words.
  const CONTENT =
    "[data-testid=stMarkdown], [data-testid=stText], [data-testid=stHeading]," +
    "[data-testid=stTable], [data-testid=stHtml], [data-testid=stDataFrame] table," +
    "[data-testid=stAlert]," +
    "[translate=no], script, style";
  const exact = new Map(Object.entries(WORDS));
  const patterns = Object.entries(WORDS)
    .filter(([english]) => english.includes("{"))
    .map(([english, words]) => ({
      fits: pattern(english),
      words: words.replace(/\{(\w+)\}/g, "$<$1>"),
      // One without a word of its own ("12 - December") would fit what people write: it is only
      // for the value of a field as a screen reader says it.
      isOnlySpoken: !/[a-z]/i.test(english.replace(/\{\w+\}/g, "")),
    }));

  function pattern(english) {
    const literal = english.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    return new RegExp(`^${literal.replace(/\{(\w+)\}/g, "(?<$1>.+)")}$`);
  }

  function translated(text, name) {
    const found = exact.get(`${name}: ${text.trim()}`) ?? exact.get(text.trim());
    if (found) return found;
    const isSpoken = name === "aria-valuetext";
    const known = patterns.find((each) => (isSpoken || !each.isOnlySpoken) && each.fits.test(text));
    return known ? text.replace(known.fits, known.words) : text;
  }

  // What stood there before, so that the other language can have it back.
  const kept = (window.wardWords ??= { originals: new WeakMap() });

  function say(node, name, read, write) {
    const before = kept.originals.get(node) ?? {};
    const shown = read();
    const original = before[name]?.shown === shown ? before[name].original : shown;
    const words = translated(original, name);
    if (words !== original) kept.originals.set(node, { ...before, [name]: { original, shown: words } });
    if (words !== shown) write(words);
  }

  function visit(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (/[A-Za-z]/.test(node.data) && !node.parentElement?.closest(CONTENT)) {
        const part = node.parentElement?.dataset.type ?? "text"; // of a date or a time
        say(node, part, () => node.data, (words) => (node.data = words));
      }
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of ATTRIBUTES) {
        if (node.hasAttribute(name)) {
          say(node, name, () => node.getAttribute(name), (words) => node.setAttribute(name, words));
        }
      }
      node.childNodes.forEach(visit);
    }
  }

  function observe(changes) {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else visit(change.target);
    }
  }

  // Calendars and numbers ask the browser; without a locale it answers for itself again. Streamlit
  // asks whenever it draws: it is made to once more, as for another size of the window, since this
  // may arrive with the last that it draws. That runs no page again.
  function speak(locale) {
    const before = navigator.language;
    delete navigator.language;
    delete navigator.languages;
    if (locale) {
      Object.defineProperty(navigator, "language", { value: locale, configurable: true });
      Object.defineProperty(navigator, "languages", { value: [locale], configurable: true });
    }
    if (navigator.language !== before) {
      requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
    }
  }

  kept.observer?.disconnect();
  document.documentElement.lang = LANGUAGE;
  speak(LOCALE);
  visit(document.body);
  kept.observer = new MutationObserver(observe);
  kept.observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES,
  });
})();
