/*
 * The first-party tag: <script async src="/v1/tag.js" data-write-key="..."></script>
 *
 *   clienteling.page(name?, properties?)      a page was seen (sent by itself when a page opens)
 *   clienteling.track(event, properties?)     something was done; names as in Segment's Ecommerce events
 *   clienteling.identify(userId?, traits?)    who it is; kept in memory only, never in the browser's storage
 *   clienteling.consent("granted"|"refused")  the visitor's choice; without an argument, the choice so far
 *   clienteling.anonymousId()                 the visitor's id, or "" without consent
 *   clienteling.reset()                       somebody else from here on: a new id
 *   clienteling.flush()                       send now; a promise
 *
 * Before it has loaded, push calls: (window.clienteling = window.clienteling || []).push(["track", "..."]).
 * <button data-track="Product Added" data-track-props='{"sku": "..."}'> is tracked when clicked.
 *
 * Before consent nothing is stored and nothing is sent. After it, each event stands in localStorage, under a
 * key of its own so that tabs do not overwrite each other, until the server has acknowledged it; what a page
 * could not send, the next one does. The server keeps each messageId once, so sending twice is harmless.
 */
(() => {
  "use strict";
  const script = document.currentScript;
  const early = window.clienteling;
  if (!script || (early && !Array.isArray(early))) return;

  const WRITE_KEY = script.dataset.writeKey;
  const SERVER = new URL(script.src).origin;
  const CONSENT = "clt_consent", ID = "clt_anonymous_id", STATE = "clt_state", EVENT = "clt_event:";
  const HALF_A_YEAR = 15552000;
  // A browser refuses more than 64 KB of requests that outlive their page.
  const MOST_EVENTS = 20, MOST_BYTES = 40000, MOST_OF_ONE = 32000, PAUSE = 300, LONGEST_WAIT = 60000;

  const held = [];            // before the choice: in memory, dropped when refused
  const unstored = [];        // identify calls, which are personal, and what the browser's storage has no room for
  const inFlight = new Set();
  let proposedId = "", naming = null, timer = 0, failures = 0, sending = null;

  const cookie = (name) => {
    const found = document.cookie.split("; ").find((each) => each.startsWith(name + "="));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  };
  const setCookie = (name, value, seconds) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Max-Age=${seconds}; Path=/; SameSite=Lax${secure}`;
  };
  // Global Privacy Control is a refusal, until a person explicitly chooses otherwise.
  const choice = () => cookie(CONSENT) || (navigator.globalPrivacyControl ? "refused" : "");
  const uuid = () => crypto.randomUUID ? crypto.randomUUID()
    : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
        (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

  // State: sequence of the last event, its time, and how far the server's clock is ahead of this one (ms).
  const state = () => JSON.parse(localStorage.getItem(STATE) || '{"sequence":0,"last":0}');
  const keep = (changes) => localStorage.setItem(STATE, JSON.stringify({ ...state(), ...changes }));

  const ADDRESS = /[^\s"'<>?&=/#]+(@|%40)[^\s"'<>?&=/#]+/gi;
  const withoutAddresses = (key, value) =>
    /e-?mail|phone/i.test(key) && typeof value !== "boolean" ? undefined
      : typeof value === "string" ? value.replace(ADDRESS, "[redacted]") : value;

  const anonymousId = () => choice() !== "granted" ? "" : cookie(ID) || proposedId;

  function describePage() {
    const { href, pathname, search } = location;
    return { path: pathname, url: href, search, title: document.title, referrer: document.referrer };
  }

  function make(type, fields) {
    return {
      ...fields, type, messageId: uuid(), at: Date.now(),
      context: {
        library: { name: "clienteling-tag", version: "1" }, page: describePage(), locale: navigator.language,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, userAgent: navigator.userAgent,
      },
    };
  }

  function record(call) {
    const chosen = choice();
    if (chosen === "granted") store(call);
    else if (!chosen) held.push(call);
  }

  // Numbered, and never at the same millisecond twice, so that the order survives a change of page.
  function store({ at, ...call }) {
    const before = state();
    const last = before.last - at < 60000 ? Math.max(at, before.last + 1) : at;
    const sequence = before.sequence + 1;
    keep({ sequence, last });
    const context = { ...call.context, sequence, consent: { categoryPreferences: { analytics: true } } };
    const event = { ...call, context, anonymousId: anonymousId(), originalTimestamp: new Date(last).toISOString() };
    const text = JSON.stringify(event, withoutAddresses);
    if (text.length > MOST_OF_ONE) return console.warn("clienteling: an event of over 32 KB is not kept.");
    try {
      if (call.type === "identify") unstored.push(event);
      else localStorage.setItem(`${EVENT}${String(sequence).padStart(12, "0")}:${call.messageId}`, text);
    } catch (error) {
      console.warn("clienteling: the browser has no room, so this event lasts as long as its page.", error.name);
      unstored.push(JSON.parse(text));
    }
    schedule(PAUSE);
  }

  function waiting() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(EVENT) && !inFlight.has(key)).sort();
    const stored = keys.map((key) => ({ key, text: localStorage.getItem(key) })).filter((each) => each.text);
    const others = unstored.filter((event) => !inFlight.has(event.messageId))
      .map((event) => ({ key: event.messageId, text: JSON.stringify(event) }));
    return [...stored, ...others];
  }

  function nextBatch() {
    const batch = [];
    let bytes = 0;
    for (const each of waiting()) {
      bytes += new Blob([each.text]).size;
      if (batch.length && (batch.length === MOST_EVENTS || bytes > MOST_BYTES)) break;
      batch.push(each);
    }
    return batch;
  }

  function forget(batch) {
    for (const { key } of batch) {
      localStorage.removeItem(key);
      const index = unstored.findIndex((event) => event.messageId === key);
      if (index >= 0) unstored.splice(index, 1);
    }
  }

  // Once the distance of the clocks is known, every event is moved by the same amount: were each batch moved
  // by its own delay on the way, two events of two batches could change places.
  function body(batch, sentAt) {
    const { offset } = state();
    const timed = (event) => offset === undefined ? event
      : { ...event, timestamp: new Date(Date.parse(event.originalTimestamp) + offset).toISOString() };
    const calls = batch.map(({ text }) => timed(JSON.parse(text)));
    const sent = offset === undefined ? { sentAt: new Date(sentAt).toISOString() } : {};
    return JSON.stringify({ batch: calls, writeKey: WRITE_KEY, ...sent });
  }

  function learnClock(receivedAt, sentAt) {
    const offset = Date.parse(receivedAt) - sentAt;
    if (choice() === "granted" && !(Math.abs(offset - state().offset) < 5000)) keep({ offset });
  }

  // A string goes as text/plain, which needs no preflight: a preflight would be lost with the page.
  // keepalive: the request outlives the page.
  const post = (path, text, credentials) =>
    fetch(SERVER + path, { method: "POST", body: text, keepalive: true, credentials });

  // The page may stop naming the visitor once the house knows: `clienteling:identified`, with the userId.
  function tellNames(batch) {
    for (const { type, userId } of batch.map(({ text }) => JSON.parse(text)))
      if (type === "identify") dispatchEvent(new CustomEvent("clienteling:identified", { detail: userId }));
  }

  async function send(batch) {
    const sentAt = Date.now();
    batch.forEach(({ key }) => inFlight.add(key));
    try {
      const answer = await post("/v1/batch", body(batch, sentAt), "omit");
      // 400 and 413 are final: the same bytes will never be taken.
      if (answer.ok || answer.status === 400 || answer.status === 413) forget(batch);
      else throw Object.assign(new Error(`ingest answered ${answer.status}`), {
        wait: 1000 * (answer.headers.get("Retry-After") || 0),
      });
      failures = 0;
      if (answer.ok) tellNames(batch);
      if (answer.ok) learnClock((await answer.json()).receivedAt, sentAt);
    } finally {
      batch.forEach(({ key }) => inFlight.delete(key));
    }
  }

  async function sendAll() {
    await Promise.race([naming, new Promise((done) => setTimeout(done, 3000))]);
    try {
      for (let batch; choice() === "granted" && (batch = nextBatch()).length; ) await send(batch);
    } catch (error) {
      const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2);
      console.warn("clienteling: events are kept and sent again.", error.message);
      sending = null;
      schedule(Math.max(wait, error.wait || 0));
    }
  }

  function flush() {
    clearTimeout(timer);
    timer = 0;
    sending = sending || sendAll().finally(() => { sending = null; });
    return sending;
  }

  function schedule(delay) {
    if (!timer) timer = setTimeout(flush, delay);
  }

  // The page may never come back: send what waits, at once and side by side. What fails stays stored.
  function leave() {
    if (choice() !== "granted") return;
    for (let batch; (batch = nextBatch()).length; ) {
      const parting = batch;
      if ("keepalive" in Request.prototype) send(parting).catch(() => schedule(1000));
      else {
        navigator.sendBeacon(SERVER + "/v1/batch", body(parting, Date.now()));
        parting.forEach(({ key }) => inFlight.add(key));
        setTimeout(() => parting.forEach(({ key }) => inFlight.delete(key)), 1000);
      }
    }
  }

  // The server sets the cookie, since what a script sets may be purged after a week. Events need not wait for
  // it: the id proposed here is the one that it will hold.
  function askForId() {
    if (cookie(ID)) return;
    proposedId = proposedId || sessionStorage.getItem(ID) || uuid();
    sessionStorage.setItem(ID, proposedId);
    const sentAt = Date.now();
    const text = JSON.stringify({ writeKey: WRITE_KEY, consent: "granted", anonymousId: proposedId });
    naming = post("/v1/id", text, "include")
      .then((answer) => answer.ok ? answer.json() : Promise.reject(new Error(`id answered ${answer.status}`)))
      .then((answer) => { sessionStorage.removeItem(ID); learnClock(answer.receivedAt, sentAt); })
      .catch((error) => console.warn("clienteling: the id is asked for again on the next page.", error.message));
  }

  function forgetVisitor() {
    Object.keys(localStorage).filter((key) => key.startsWith(EVENT)).forEach((key) => localStorage.removeItem(key));
    localStorage.removeItem(STATE);
    sessionStorage.removeItem(ID);
    setCookie(ID, "", 0);
    proposedId = "";
    unstored.length = held.length = 0;
  }

  function consent(chosen) {
    if (chosen !== "granted" && chosen !== "refused") return choice();
    setCookie(CONSENT, chosen, HALF_A_YEAR);
    if (choice() !== chosen) return "";  // cookies are switched off: nothing can be remembered, so nothing is done
    if (chosen === "refused") forgetVisitor();
    else {
      askForId();
      held.splice(0).forEach(store);
    }
    return chosen;
  }

  function reset() {
    const after = flush();
    unstored.length = 0;
    return after.then(() => {
      setCookie(ID, "", 0);
      sessionStorage.removeItem(ID);
      proposedId = "";
      if (choice() === "granted") askForId();
    });
  }

  const page = (name, properties) => record(make("page", { name, properties: { ...describePage(), ...properties } }));
  const track = (event, properties) => record(make("track", { event, properties: { ...properties } }));
  const identify = (userId, traits) => record(make("identify", { userId, traits: { ...traits } }));
  const methods = { page, track, identify, consent, anonymousId, reset, flush };

  addEventListener("click", (click) => {
    const marked = click.target instanceof Element && click.target.closest("[data-track]");
    if (marked) track(marked.dataset.track, JSON.parse(marked.dataset.trackProps || "{}"));
  }, true);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  addEventListener("pageshow", (shown) => { if (shown.persisted) page(); });
  addEventListener("online", flush);

  window.clienteling = methods;
  if (choice() === "granted") askForId();
  const open = () => {
    page();
    (early || []).forEach(([method, ...values]) => methods[method](...values));
    methods.push = ([method, ...values]) => methods[method](...values);
    document.dispatchEvent(new Event("clienteling:ready"));
    if (choice() === "granted") schedule(0);
  };
  // A page fetched ahead of a click has not been seen yet.
  if (document.prerendering) document.addEventListener("prerenderingchange", open, { once: true });
  else open();
})();
