// Le bouton « Imprimer » ouvre la fenêtre d'impression ; à l'impression, un graphique plus large que
// la feuille se réduit, sinon son bord serait coupé.
"use strict";
(() => {
  const FEUILLE_PX = 990;
  const ajuster = (estImprime) => {
    for (const dessin of document.querySelectorAll(".js-plotly-plot")) {
      const trop = dessin.offsetWidth / FEUILLE_PX;
      dessin.style.zoom = estImprime && trop > 1 ? String(1 / trop) : "";
    }
  };
  window.addEventListener("beforeprint", () => ajuster(true));
  window.addEventListener("afterprint", () => ajuster(false));
  document.addEventListener("click", (pression) => {
    if (pression.target instanceof Element && pression.target.closest(".imprimer")) window.print();
  });
})();
