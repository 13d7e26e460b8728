// Asks for a reader's consent, loads what needs it after a yes and nothing before, and lets the answer be withdrawn.
(() => {
  "use strict";
  const KEY = "consent";
  const me = document.currentScript;
  const root = document.documentElement;
  const asked = me.dataset.services; // another list of services is another question

  function answer() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return kept && kept.asked === asked ? kept.answer : null;
    } catch {
      return null;
    }
  }

  function keep(said) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ asked, answer: said }));
    } catch {}
  }

  function load() {
    for (const item of document.querySelectorAll("[data-consent-script]")) {
      const script = document.createElement("script");
      script.src = item.dataset.consentScript;
      script.async = true;
      document.head.append(script);
    }
  }

  const ask = (yes) => root.toggleAttribute("data-consent", yes);

  function choose(said) {
    const before = answer();
    keep(said);
    ask(false);
    if (before === "yes" && said === "no") location.reload(); // what runs cannot be called back
    else if (before !== "yes" && said === "yes") load();
  }

  ask(answer() === null); // before anything is painted
  addEventListener("DOMContentLoaded", () => {
    if (answer() === "yes") load();
    for (const button of document.querySelectorAll("[data-consent-choice]")) {
      button.addEventListener("click", () => choose(button.dataset.consentChoice));
    }
    for (const button of document.querySelectorAll("[data-consent-open]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        ask(true);
        const notice = document.querySelector(".consent");
        notice.tabIndex = -1;
        notice.focus();
      });
    }
  });
})();
