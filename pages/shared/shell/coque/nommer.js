// Ce que la synthèse vocale doit entendre et que Streamlit ne dit pas : un changement de filtre, le
// nom propre de chaque commande (« Tableau : heures par mois »), un graphique qui défile.
"use strict";
(() => {
  const annonce = document.createElement("p");
  annonce.className = "annonce";
  annonce.setAttribute("role", "status");
  document.body.append(annonce);

  let vue = "";
  const annoncer = () => {
    const dite = document.querySelector(".bandeau .vue")?.textContent ?? "";
    if (!dite || dite === vue) return;
    // La première vue est lue avec la page.
    if (vue) annonce.textContent = `Vue : ${dite}`;
    vue = dite;
  };

  const nommer = () => {
    for (const outils of document.querySelectorAll('[class*="st-key-outils_"]')) {
      const cadre = outils.closest('[class*="st-key-indicateur_"], [class*="st-key-phrase_"]');
      const titre = cadre?.querySelector(".mesure, .constat, .lecture, caption")?.textContent;
      const objet = titre?.split(" · ")[0] ?? outils.className.match(/st-key-outils_(\w+)/)?.[1];
      if (!objet) continue;
      for (const un of outils.querySelectorAll("button, a")) {
        const mot = (un.dataset.mot ??= un.innerText.trim().split("\n")[0]);
        const nom = `${mot} : ${objet}`;
        if (mot && un.getAttribute("aria-label") !== nom) un.setAttribute("aria-label", nom);
      }
    }
  };

  const ouvrir = () => {
    for (const liste of document.querySelectorAll('[data-testid="stSelectbox"]')) {
      const question = liste.querySelector("label")?.textContent.trim();
      const bouton = liste.querySelector('button[aria-label^="Ouvrir"]');
      const nom = `Ouvrir la liste : ${question}`;
      if (question && bouton && bouton.getAttribute("aria-label") !== nom) {
        bouton.setAttribute("aria-label", nom);
      }
    }
  };

  const DIAPO = ".cote, .seule";
  const atteindre = () => {
    for (const cadre of document.querySelectorAll(`[class*="st-key-indicateur_"], ${DIAPO}`)) {
      const defile = cadre.scrollWidth > cadre.clientWidth + 1
        || (cadre.matches(DIAPO) && cadre.scrollHeight > cadre.clientHeight + 1);
      if (defile === cadre.hasAttribute("tabindex")) continue;
      if (defile) cadre.setAttribute("tabindex", "0");
      else cadre.removeAttribute("tabindex");
    }
  };

  // La vue se dit avec l'image qui la montre ; le reste attend que la page ne bouge plus.
  let attente = 0, estPrevu = false;
  new MutationObserver(() => {
    clearTimeout(attente);
    attente = setTimeout(() => { nommer(); ouvrir(); atteindre(); }, 50);
    if (estPrevu) return;
    estPrevu = true;
    requestAnimationFrame(() => { estPrevu = false; annoncer(); });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  window.addEventListener("resize", atteindre);
})();
