// Progressive enhancement of the workbench: every page works without this file.
"use strict";

// Long work goes on by itself, press after press; without this file a button does it.
const onward = document.querySelector("form[data-go-on]");
if (onward) window.setTimeout(() => onward.submit(), 400);

// Somebody who types is there: the session must not end under their hands.
const OFTEN = 5 * 60 * 1000;
const here = document.querySelector("form[data-here]");
let saidAt = Date.now();
document.addEventListener("input", () => {
  if (!here || Date.now() - saidAt < OFTEN) return;
  saidAt = Date.now();
  const token = here.querySelector("input[name=csrfmiddlewaretoken]").value;
  fetch(here.dataset.here, { method: "POST", headers: { "X-CSRFToken": token } });
});
