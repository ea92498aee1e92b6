// Ce que la page montre, dit à sa racine : un diaporama, la phrase des filtres, un volet replié, une
// attente. Le style le lit là. Écrit « .stApp:has(…) », il faisait revoir toute la page à chaque
// trait qu'un graphique y pose : 2,5 ms, quarante fois par visite.
"use strict";
(() => {
  const MONTRE = {
    "en-diapo": ".st-key-diapo",
    "sous-bandeau": ".st-key-bandeau",
    "sans-volet": '[data-testid="stExpandSidebarButton"]',
  };
  const racine = document.documentElement;
  const dire = () => {
    for (const [nom, quoi] of Object.entries(MONTRE)) {
      racine.classList.toggle(nom, document.querySelector(quoi) !== null);
    }
  };

  // Au premier changement d'une image, puis juste avant qu'elle soit peinte : rien ne se voit
  // entre-temps, et cent changements se regardent deux fois.
  let estPrevu = false;
  new MutationObserver(() => {
    if (estPrevu) return;
    estPrevu = true;
    dire();
    requestAnimationFrame(() => {
      estPrevu = false;
      dire();
    });
  }).observe(racine, { subtree: true, childList: true });

  // Un script qui dure : ce qu'il n'a pas encore refait pâlit. La plupart finissent bien avant.
  const PATIENCE_MS = 400;
  let attente = 0;
  new MutationObserver(() => {
    const enCours = document.querySelector('[data-test-script-state="running"]') !== null;
    clearTimeout(attente);
    if (enCours) attente = setTimeout(() => racine.classList.add("en-attente"), PATIENCE_MS);
    else racine.classList.remove("en-attente");
  }).observe(racine, { subtree: true, attributeFilter: ["data-test-script-state"] });
})();
