// Le diaporama au clavier et à la télécommande : chaque touche presse un bouton de la barre.
"use strict";
(() => {
  const TOUCHES = {
    ArrowRight: "suivante", ArrowDown: "suivante", PageDown: "suivante", " ": "suivante",
    ArrowLeft: "precedente", ArrowUp: "precedente", PageUp: "precedente",
    Home: "premiere", End: "derniere", Escape: "quitter",
  };
  const SAISIE = 'input, textarea, select, [role="listbox"], [role="option"], [contenteditable="true"]';
  const OUVERT = '[data-testid="stPopoverBody"], [data-baseweb="popover"] [role="listbox"]';
  const attente = [];

  const estPret = () => document.querySelector('[data-testid="stApp"]')
    ?.dataset.testScriptState === "notRunning";

  // Deux pressions rapides font deux pas : la seconde attend que l'adresse ait suivi la première.
  const PATIENCE_MS = 1500;
  const avancer = () => {
    const bouton = document.querySelector(`.st-key-diapo_${attente[0]} button:not([disabled])`);
    const avant = location.href, depart = performance.now();
    bouton?.click();
    const suivre = () => {
      const estArrive = location.href !== avant && estPret();
      if (bouton && !estArrive && performance.now() - depart < PATIENCE_MS) {
        setTimeout(suivre, 20);
        return;
      }
      attente.shift();
      if (attente.length) avancer();
    };
    suivre();
  };

  document.addEventListener("keydown", (touche) => {
    const bouton = TOUCHES[touche.key];
    const cible = touche.target instanceof Element ? touche.target : document.body;
    if (!bouton || touche.ctrlKey || touche.altKey || touche.metaKey) return;
    if (!document.querySelector(".st-key-diapo") || document.querySelector(OUVERT)) return;
    if (cible.closest(SAISIE)) return;
    // L'espace presse le bouton qui a le foyer, comme partout.
    if (touche.key === " " && cible.closest("button, a")) return;
    touche.preventDefault();
    attente.push(bouton);
    if (attente.length === 1) avancer();
  });

  document.addEventListener("click", (pression) => {
    const cible = pression.target instanceof Element ? pression.target : document.body;
    if (cible.closest(".plein-ecran")) {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    }
    // Pressé à la souris ou au doigt, un bouton rend le foyer : l'espace passe à la suivante.
    const tourne = cible.closest('[class*="st-key-diapo_"] > * button, .plein-ecran');
    if (tourne && pression.detail > 0 && !cible.closest(OUVERT)) tourne.blur();
  });
})();
