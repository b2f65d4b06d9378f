// What every staff page needs beyond htmx: closing what was said, and keys that help.

document.addEventListener("click", (event) => {
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest(".message").remove();
});

// "/" goes to the search field, as in a book one opens at the index. Letters can be turned off (WCAG 2.1.4).
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || !("singleKeys" in document.body.dataset) || event.target.closest("input, textarea, select")) return;
  const search = document.querySelector("[type=search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
});

// A request that the network lost says so where it was made; what was typed stays in its field.
document.addEventListener("htmx:sendError", () => say("No connection. Nothing was lost; try again in a moment."));
document.addEventListener("htmx:responseError", (event) => {
  if ([401, 403].includes(event.detail.xhr.status)) say("Your session ended. Open the page again to log in; copy what you typed first.");
  else say("That did not work. Nothing was changed; try again.");
});

function say(words) {
  const message = document.createElement("div");
  message.className = "message";
  const text = document.createElement("span");
  text.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button is-small";
  close.dataset.dismiss = "";
  close.textContent = "Close";
  message.append(text, close);
  document.getElementById("messages").replaceChildren(message);
}

// What changed beside the hands is said to whoever does not see it (WCAG 4.1.3). The region stands on the page from
// its beginning, since one that comes with its words is not read out.
document.addEventListener("htmx:afterSettle", (event) => {
  const told = event.target.querySelector("[data-said]");
  if (told) document.getElementById("said").textContent = told.dataset.said;
});

// The row that was opened is the row that is marked.
document.addEventListener("click", (event) => {
  const row = event.target.closest(".client-row");
  if (!row) return;
  for (const other of document.querySelectorAll(".client-row[aria-current]")) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
});

// One tap on "Note", and the cursor is in the field.
document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-focus]");
  const field = asked && document.getElementById(asked.dataset.focus);
  if (!field) return;
  event.preventDefault();
  field.focus();
});

// Whoever works by keyboard or by ear stays where the change is: in the row that was replaced, or on the page
// that took the list's place.
let replaced = false;
document.addEventListener("htmx:beforeSwap", (event) => {
  replaced = event.detail.target.contains(document.activeElement);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const changed = event.detail.elt;
  if (changed.id === "pane") {
    const list = document.querySelector(".list-pane");
    if (list && getComputedStyle(list).display === "none") changed.querySelector("h1")?.focus();
  } else if (replaced && !changed.contains(document.activeElement)) {
    (changed.matches("button") ? changed : changed.querySelector("button, a, textarea, input:not([type=hidden])"))?.focus();
  }
  replaced = false;
});
