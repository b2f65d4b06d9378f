{% load static %}/*
 * Keeps the offline page and its style, and nothing else: a page of the client is never left in the phone's
 * cache, and a code that was shown yesterday must not be shown today.
 */
"use strict";
const CACHE = "app-1";
const OFFLINE = "{% url 'app-offline' %}";
const KEPT = [
  OFFLINE,
  "{% static 'design/tokens.css' %}",
  "{% static 'design/base.css' %}",
  "{% static 'design/components.css' %}",
  "{% static 'app/app.css' %}",
  "{% static 'fonts/hanken-grotesk/HankenGrotesk-Regular.otf' %}",
  "{% static 'fonts/source-serif-pro/SourceSerifPro-Light.otf' %}",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const isPage = event.request.mode === "navigate";
  const isKept = KEPT.includes(new URL(event.request.url).pathname);
  if (isPage) event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
  else if (isKept) event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
});
