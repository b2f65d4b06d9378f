/* Makes the app installable, and gives it a page for when there is no connection. */
(() => {
  "use strict";
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/app/service-worker.js", { scope: "/app/" })
    .catch((error) => console.warn("The app works, but not without a connection.", error.message));
})();
