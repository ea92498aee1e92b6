// Un graphique se dessine une fois, à sa largeur, et d'abord ceux qu'on voit. Streamlit le dessine
// sans la connaître, caché, puis à nouveau dès qu'il l'a mesurée : chaque visite et chaque filtre
// payaient deux dessins. Ici, le premier attend la mesure ; sa place est gardée, ses écoutes aussi.
"use strict";
(() => {
  const EN_ATTENTE = Symbol("écoutes d'un graphique pas encore dessiné");

  const attendre = (cadre, { data, layout }) => {
    cadre[EN_ATTENTE] ??= [];
    cadre.on = (nom, ecoute) => cadre[EN_ATTENTE].push([nom, ecoute]);
    cadre.removeListener = (nom, ecoute) => {
      cadre[EN_ATTENTE] = cadre[EN_ATTENTE].filter(([un, autre]) => un !== nom || autre !== ecoute);
    };
    cadre.data = data;
    cadre.layout = layout;
    cadre.style.minHeight = `${layout.height}px`;
    return cadre;
  };

  // Ce qui est sous l'écran laisse d'abord peindre ce qu'on regarde. Le délai est pour un onglet
  // caché, qui n'a pas d'image suivante.
  const DELAI_MS = 100;
  const imageSuivante = () => new Promise((suite) => {
    requestAnimationFrame(() => setTimeout(suite));
    setTimeout(suite, DELAI_MS);
  });
  const estSousLEcran = (cadre) => cadre.getBoundingClientRect().top > window.innerHeight;

  const dessinerUneFois = (plotly) => {
    const dessiner = plotly.react;
    plotly.react = async (cadre, figure, ...reste) => {
      const { width, height } = figure.layout ?? {};
      const estNeuf = !cadre.classList.contains("js-plotly-plot");
      if (estNeuf && height && width === undefined) return attendre(cadre, figure);
      if (estSousLEcran(cadre)) await imageSuivante();
      if (!cadre.isConnected) return cadre;
      const ecoutes = cadre[EN_ATTENTE] ?? [];
      delete cadre[EN_ATTENTE];
      await dessiner(cadre, figure, ...reste);
      cadre.style.minHeight = "";
      for (const [nom, ecoute] of ecoutes) cadre.on(nom, ecoute);
      return cadre;
    };
    return plotly;
  };

  // Le dessinateur se pose lui-même à cette place, quand la page le charge.
  let pose;
  Object.defineProperty(window, "Plotly", {
    configurable: true,
    get: () => pose,
    set: (plotly) => { pose = dessinerUneFois(plotly); },
  });
})();
