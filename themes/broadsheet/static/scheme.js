// Light or dark: the system's choice, or the reader's, which is remembered. Runs before anything is painted.
(() => {
  "use strict";
  const KEY = "scheme";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // where a reader lets sites keep nothing
    }
  };
  const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : dark.matches);

  function apply(choice) {
    if (choice === "dark" || choice === "light") root.dataset.scheme = choice;
    else delete root.dataset.scheme;
  }

  function choose(choice) {
    const own = choice === (dark.matches ? "dark" : "light") ? null : choice;
    try {
      if (own) localStorage.setItem(KEY, own);
      else localStorage.removeItem(KEY);
    } catch {}
    apply(own);
  }

  apply(stored());
  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-scheme-switch]")) {
      const show = () => button.setAttribute("aria-pressed", isDark());
      button.addEventListener("click", () => {
        choose(isDark() ? "light" : "dark");
        show();
      });
      dark.addEventListener("change", show);
      addEventListener("storage", () => {
        apply(stored());
        show();
      });
      show();
      button.hidden = false;
    }
  });
})();
