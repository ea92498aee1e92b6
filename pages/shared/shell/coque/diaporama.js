// Le diaporama au clavier et à la télécommande : chaque touche vise une diapositive.
"use strict";
(() => {
  // Un pas, un bout, ou la sortie : chaque touche vise un rang, compté ici et non au serveur.
  const PAS = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1,
    Home: -Infinity, End: Infinity,
  };
  const SORTIE = "Escape";
  const SAISIE = 'input, textarea, select, [role="listbox"], [role="option"], [contenteditable="true"]';
  const OUVERT = '[data-testid="stPopoverBody"], [data-baseweb="popover"] [role="listbox"]';
  const LISTES = [".st-key-diapo_annee", ".st-key-diapo_epci"];
  // Une demande que le serveur n'a pas suivie au bout de ce temps est faite à nouveau : viser un
  // rang deux fois mène au même rang.
  const PATIENCE_MS = 1500;
  let cible = null, envoye = null, depart = 0;

  const estPret = () => document.querySelector('[data-testid="stApp"]')
    ?.dataset.testScriptState === "notRunning";

  const lire = () => {
    const lus = document.querySelector(".rang-diapo")?.textContent.match(/\d+/g);
    return lus ? { ici: Number(lus[0]) - 1, fin: Number(lus[1]) - 1 } : null;
  };

  // Mène à la cible du moment, qui a pu changer pendant que le serveur répondait : aucune pression
  // ne se perd, aucune n'est faite deux fois.
  const mener = () => {
    const lu = lire();
    // Être là où l'on veut ne suffit pas : une demande encore en route en ferait repartir.
    const estSuivi = envoye === null || lu?.ici === envoye;
    if (!lu || cible === null || (estSuivi && lu.ici === cible)) {
      cible = envoye = null;
      return;
    }
    const estLibre = estSuivi || performance.now() - depart > PATIENCE_MS;
    const bouton = document.querySelector(`.st-key-diapo_vers_${cible} button`);
    if (estLibre && estPret() && bouton) {
      envoye = cible;
      depart = performance.now();
      bouton.click();
    }
    setTimeout(mener, 20);
  };

  const viser = (pas) => {
    const lu = lire();
    if (!lu) return;
    const enRoute = cible !== null;
    cible = Math.min(Math.max((enRoute ? cible : lu.ici) + pas, 0), lu.fin);
    if (!enRoute) mener();
  };

  document.addEventListener("keydown", (touche) => {
    const estSortie = touche.key === SORTIE;
    const element = touche.target instanceof Element ? touche.target : document.body;
    if (!estSortie && !Object.hasOwn(PAS, touche.key)) return;
    if (touche.ctrlKey || touche.altKey || touche.metaKey) return;
    if (!document.querySelector(".st-key-diapo") || document.querySelector(OUVERT)) return;
    if (element.closest(SAISIE)) return;
    // L'espace presse le bouton qui a le foyer, comme partout.
    if (touche.key === " " && element.closest("button, a")) return;
    touche.preventDefault();
    if (estSortie) document.querySelector(".st-key-diapo_quitter button")?.click();
    else viser(PAS[touche.key]);
  });

  const listeDe = (element) => LISTES.find((une) => element?.closest(une));

  // Une fois servie, une liste rend le foyer : les touches mènent à nouveau le diaporama. La liste
  // le reprend en se fermant, d'où plusieurs essais. Une autre liste, prise entre-temps, le garde.
  const rendreLeFoyer = (servie) => {
    if (!servie) return;
    for (const delai of [0, 60, 200, 500]) {
      setTimeout(() => {
        const foyer = document.activeElement;
        if (listeDe(foyer) === servie && !document.querySelector(OUVERT)) foyer.blur();
      }, delai);
    }
  };
  const LISTE_OUVERTE = '[data-baseweb="popover"] [role="listbox"]';
  document.addEventListener("click", (pression) => {
    if (pression.target instanceof Element && pression.target.closest('[role="option"]')) {
      rendreLeFoyer(listeDe(document.activeElement));
    }
  }, true);
  document.addEventListener("keydown", (touche) => {
    const estFin = touche.key === "Enter" || touche.key === "Escape";
    const element = touche.target instanceof Element ? touche.target : document.body;
    if (estFin && document.querySelector(LISTE_OUVERTE)) rendreLeFoyer(listeDe(element));
  }, true);

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
