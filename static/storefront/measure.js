/* What the page tells the tag, and the visitor's choice whether it may. Shared by shop and app. */
(() => {
  "use strict";

  // The tag may still be on its way: what is pushed waits for it, in order.
  const tell = (...call) => (window.clienteling = window.clienteling || []).push(call);

  // A client who is logged in is named on each page until the house has heard it once, so that this device joins the
  // rest of their story even where measuring was agreed to after log-in, or a page was left before its name had gone.
  // Before the choice the tag holds the call in memory, and drops it if refused.
  const { userId } = document.currentScript.dataset;
  function tellName() {
    if (!userId || sessionStorage.getItem("clt_identified") === userId) return;
    tell("identify", userId);
  }
  addEventListener("clienteling:identified", ({ detail }) => sessionStorage.setItem("clt_identified", detail));

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

  // htmx notes the page's path in this window's storage. It does without, and nothing is kept before the choice.
  const forgetPath = () => sessionStorage.removeItem("htmx-current-path-for-history");
  addEventListener("load", forgetPath);
  for (const moved of ["htmx:pushedIntoHistory", "htmx:replacedInHistory"]) document.addEventListener(moved, forgetPath);

  document.addEventListener("submit", (event) => {
    // A choice changed later: the tag obeys at once, and the form goes on to the server.
    if (event.target.matches("[data-measurement]")) tell("consent", event.submitter.dataset.choice);
    if (!event.target.matches("[data-consent]")) return;
    event.preventDefault();
    choose(event.target, event.submitter.value);
  });
  // Fragments that htmx brings carry events of their own.
  document.addEventListener("htmx:afterSettle", () => tellEvents(document.body));
  tellName();
  tellEvents(document.body);
})();
