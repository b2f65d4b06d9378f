// The desk with the hands on the keys: j next, k previous, m merge, n not the same, u undo.

document.addEventListener("keydown", (event) => {
  if (!("singleKeys" in document.body.dataset)) return;
  const isTyping = event.target.closest("input:not([type=radio]), textarea, select, [contenteditable]");
  if (isTyping || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
});
