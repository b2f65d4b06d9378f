/* What the page tells the tag, and the visitor's choice whether it may. Shared by shop and app. */
(() => {
  "use strict";

  // The tag may still be on its way: what is pushed waits for it, in order.
  const tell = (...call) => (window.clienteling = window.clienteling || []).push(call);

  function tellEvents(within) {
    for (const element of within.querySelectorAll("[data-page-event]")) {
      tell("track", element.dataset.pageEvent, JSON.parse(element.dataset.properties));
      element.remove();
    }
  }

  function choose(banner, choice) {
    tell("consent", choice);
    if (banner.hasAttribute("data-consent-ledger")) {
      const words = new URLSearchParams(new FormData(banner));
      words.set("choice", choice);
      fetch(banner.action, { method: "POST", body: words, redirect: "manual", keepalive: true })
        .catch((error) => console.warn("The choice holds on this device; the ledger did not answer.", error.message));
    }
    banner.hidden = true;
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-consent]")) return;
    event.preventDefault();
    choose(event.target, event.submitter.value);
  });
  // Fragments that htmx brings carry events of their own.
  document.addEventListener("htmx:afterSettle", () => tellEvents(document.body));
  tellEvents(document.body);
})();
