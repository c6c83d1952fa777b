// Numbers that are typed as text bring up the keypad with digits and a comma.
// FIELDS: a selector of their inputs.
(() => {
  const kept = (window.wardKeypad ??= {});
  const ask = (event) => {
    const field = event.target.closest?.(FIELDS);
    if (field) field.inputMode = "decimal";
  };
  for (const name of ["pointerdown", "focusin"]) {
    document.removeEventListener(name, kept.ask, true);
    document.addEventListener(name, ask, true);
  }
  kept.ask = ask;
})();
