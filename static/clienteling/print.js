// A button that prints the page, for whoever keeps it as a file.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
