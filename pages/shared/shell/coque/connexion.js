// Avant que Streamlit ne démarre : où est le serveur, ce qui n'a pas à être demandé d'avance, et sa
// prise. Fermée parce que la session ou le droit a changé, ou parce que le serveur ne connaît plus sa
// page, elle recharge la page, et ce qu'elle montrait s'en va avec elle.
"use strict";
// Où est le serveur se sait : sans cela, Streamlit le cherche par deux demandes avant d'ouvrir sa
// prise, et d'abord, depuis un lien profond, là où il n'est pas.
window.__streamlit = {
  BACKEND_BASE_URL: `${window.location.origin}/`,
  HOST_CONFIG: { allowedOrigins: [window.location.origin], useExternalAuthToken: false },
};
(() => {
  // Streamlit demande d'avance sa police de pictogrammes (375 ko), dont une page ordinaire n'a pas
  // l'usage : elle vient avec le premier pictogramme qui s'en sert.
  const charger = document.fonts.load.bind(document.fonts);
  document.fonts.load = (police, ...reste) =>
    police.includes("Material Symbols") ? Promise.resolve([]) : charger(police, ...reste);
})();
(() => {
  const A_RECHARGER = 4401;
  const TAILLE = 4;
  const Prise = window.WebSocket;

  // Un lot : un octet nul, puis chaque message après sa taille. Tous sont lus d'un trait, et la page
  // refaite une fois. Un serveur d'une autre version envoie peut-être encore un message seul.
  const messages = function* messages(recu) {
    const vue = new DataView(recu);
    if (vue.getUint8(0) !== 0) {
      yield recu;
      return;
    }
    for (let ou = 1; ou < recu.byteLength;) {
      const debut = ou + TAILLE;
      ou = debut + vue.getUint32(ou);
      yield recu.slice(debut, ou);
    }
  };

  window.WebSocket = class extends Prise {
    constructor(adresse, ...reste) {
      super(`${adresse}?lots=1`, ...reste);
      this.addEventListener("close", (fin) => {
        if (fin.code === A_RECHARGER) window.location.reload();
      });
    }

    addEventListener(nom, ecoute, ...reste) {
      const parMessage = ({ data: recu }) => {
        for (const data of messages(recu)) ecoute(new MessageEvent("message", { data }));
      };
      super.addEventListener(nom, nom === "message" ? parMessage : ecoute, ...reste);
    }
  };
})();
