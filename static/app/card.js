/* Renews the card's code before it grows old, and only while somebody looks at it. */
(() => {
  "use strict";
  const place = document.getElementById("code");
  const seconds = Number(place.dataset.seconds);
  let renewedAt = Date.now();

  async function renew() {
    try {
      const answer = await fetch(place.dataset.source, { headers: { Accept: "text/html" }, redirect: "error" });
      if (!answer.ok) throw new Error(`the house answered ${answer.status}`);
      place.innerHTML = await answer.text();
      renewedAt = Date.now();
      place.classList.remove("is-stale");
    } catch (error) {
      console.warn("The code could not be renewed.", error.message);
      place.classList.add("is-stale");
    }
  }

  const isOld = () => Date.now() - renewedAt >= seconds * 1000;
  setInterval(() => { if (!document.hidden && isOld()) renew(); }, 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && isOld()) renew(); });
})();
