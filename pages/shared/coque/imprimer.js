// Le bouton « Imprimer » : ouvre la fenêtre d'impression du navigateur.
"use strict";
document.addEventListener("click", (pression) => {
  if (pression.target instanceof Element && pression.target.closest(".imprimer")) window.print();
});
