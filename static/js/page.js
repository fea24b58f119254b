// Progressive enhancement only: every page works without this file.
"use strict";

// Bring people straight to what has to be corrected.
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

// A second click must not send a second request; the first one is on its way.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
// Coming back with the browser's back button makes the form usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Printing a receipt: the button is only there when it can do something.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
