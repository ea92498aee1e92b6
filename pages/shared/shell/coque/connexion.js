// Une prise que le serveur ferme parce que la session ou le droit a changé, ou parce qu'il ne connaît
// plus sa page : la page se recharge, et ce qu'elle montrait s'en va avec elle.
"use strict";
(() => {
  const A_RECHARGER = 4401;
  const Prise = window.WebSocket;
  window.WebSocket = class extends Prise {
    constructor(...tout) {
      super(...tout);
      this.addEventListener("close", (fin) => {
        if (fin.code === A_RECHARGER) window.location.reload();
      });
    }
  };
})();
