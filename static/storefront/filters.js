/* A filter that is open lies over what comes after it: it closes by Escape, and when the focus goes on (WCAG 2.4.11). */
(() => {
  "use strict";

  const filterOf = (element) => element?.closest?.("details.filter[open]");

  addEventListener("keydown", (event) => {
    const filter = event.key === "Escape" && document.querySelector("details.filter[open]");
    if (!filter) return;
    filter.open = false;
    filter.querySelector("summary").focus();
  });

  addEventListener("focusin", ({ target }) => {
    for (const filter of document.querySelectorAll("details.filter[open]")) {
      if (filter !== filterOf(target)) filter.open = false;
    }
  });
})();
