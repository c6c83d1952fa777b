// The button that copies a text, where the browser keeps its clipboard from pages without a
// certificate: on the ward's own network. SAID: {"copied": "..."}
(() => {
  const BUTTON = "[class*=st-key-to_copy_] [data-testid=stCode] button";
  const kept = (window.wardCopying ??= {});

  function copy(event) {
    const button = event.target.closest?.(BUTTON);
    if (!button || navigator.clipboard) return;
    event.stopPropagation();
    const field = document.createElement("textarea");
    field.value = button.closest("[data-testid=stCode]").querySelector("code").textContent;
    button.after(field);
    field.select();
    const label = button.getAttribute("aria-label");
    if (document.execCommand("copy")) {
      button.setAttribute("aria-label", SAID.copied);
      setTimeout(() => button.setAttribute("aria-label", label), 2000);
    }
    field.remove();
  }

  document.removeEventListener("click", kept.copy, true);
  document.addEventListener("click", copy, true);
  kept.copy = copy;
})();
