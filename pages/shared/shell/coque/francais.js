// Les mots que Streamlit écrit lui-même en anglais, remplacés à l'écran.
// Seule une chaîne entière de cette liste est remplacée : jamais un morceau, jamais une donnée.
"use strict";
(() => {
  const MOTS = {
    "Skip to main content": "Aller au contenu",
    "Choose date": "Choisir la date",
    "Previous month": "Mois précédent",
    "Next month": "Mois suivant",
    "Connecting to Streamlit server": "Connexion au serveur",
    "Connecting": "Connexion",
    "Connecting...": "Connexion…",
    "CONNECTING": "CONNEXION",
    "RUNNING...": "EN COURS…",
    "Running...": "En cours…",
    "Stop": "Arrêter",
    "Rerun": "Relancer",
    "Always rerun": "Toujours relancer",
    "File change.": "Fichier modifié.",
    "Please wait...": "Veuillez patienter…",
    "Connection error": "Connexion perdue",
    "Connection lost": "Connexion perdue",
    "Connection lost. Please wait for the app to reconnect, then try again.":
      "Connexion perdue. Attendez qu'elle revienne, puis réessayez.",
    "Connection timed out.": "Le serveur n'a pas répondu à temps.",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "Le serveur du tableau de bord ne répond plus. Il faut le relancer :",
    "Streamlit server is not responding. Are you connected to the internet?":
      "Le serveur du tableau de bord ne répond pas. Vérifiez la connexion au réseau.",
    "Error:": "Erreur :",
    "Unknown error": "Erreur inconnue",
    "Unknown Error": "Erreur inconnue",
    "Network error": "Erreur de réseau",
    "Client Error: WebSocket onerror": "La liaison avec le serveur s'est interrompue.",
    "Script execution error": "Erreur d'affichage",
    "Bad message format": "Message illisible",
    "Page not found": "Page introuvable",
    "Main menu": "Menu",
    "Sidebar": "Filtres et pages",
    "App pages": "Pages",
    "Collapse sidebar": "Replier le volet",
    "Expand sidebar": "Déplier le volet",
    "Navigate to home page": "Aller à l'accueil",
    "Notifications": "Messages",
    "Theme": "Apparence",
    "Light": "Clair",
    "Dark": "Sombre",
    "System": "Comme l'appareil",
    "Close": "Fermer",
    "Clear": "Effacer",
    "Clear value": "Effacer le choix",
    "Clear all": "Tout effacer",
    "Open": "Ouvrir",
    "Remove": "Retirer",
    "Copy": "Copier",
    "Copy to clipboard": "Copier",
    "Copied": "Copié",
    "Copied!": "Copié",
    "Copy link": "Copier le lien",
    "Link to heading": "Lien vers ce titre",
    "No results": "Aucun résultat",
    "No options to select.": "Aucun choix possible.",
    "No options to select": "Aucun choix possible",
    "Choose an option": "Choisissez",
    "Choose options": "Choisissez",
    "Select an option": "Choisissez",
    "Select options": "Choisissez",
    "Select all": "Tout choisir",
    "Selectbox options": "Choix possibles",
    "Type here": "Écrivez ici",
    "Press Enter to apply": "Entrée pour valider",
    "Print": "Imprimer",
    "About": "À propos",
    "Clear cache": "Vider la mémoire",
    "Record a screencast": "Filmer l'écran",
    "Fullscreen": "Plein écran",
    "Close fullscreen": "Quitter le plein écran",
    "View fullscreen": "Plein écran",
    "Exit fullscreen": "Quitter le plein écran",
    "Download": "Télécharger",
    "Download as CSV": "Télécharger en CSV",
    "Search": "Rechercher",
    "Show/hide columns": "Choisir les colonnes",
    "Sort ascending": "Trier du plus petit au plus grand",
    "Sort descending": "Trier du plus grand au plus petit",
    "Autosize": "Ajuster la largeur",
    "Pin column": "Figer la colonne",
    "Unpin column": "Libérer la colonne",
    "Hide column": "Masquer la colonne",
    "Format": "Format",
    "Show data": "Voir les données",
    "Show chart": "Voir le graphique",
    "empty": "vide",
    "Upload": "Choisir un fichier",
    "Add files": "Ajouter des fichiers",
    "Browse files": "Choisir des fichiers",
    "Drag and drop a file here": "Déposez un fichier ici",
    "Drag and drop file here": "Déposez un fichier ici",
    "Drag and drop files here": "Déposez des fichiers ici",
    "Delete": "Supprimer",
    "Previous": "Précédent",
    "Next": "Suivant",
    "Previous page": "Page précédente",
    "Next page": "Page suivante",
    "Cancel": "Annuler",
    "Try again": "Réessayer",
    "Failed to generate file for download": "Le fichier n'a pas pu être préparé",
    "File not available": "Fichier indisponible",
    "Loading": "Chargement",
    "Loading...": "Chargement…",
    "Help": "Aide",
    "file upload": "dépôt de fichiers",
    "add icon": "ajouter",
    "Show more": "Voir plus",
    "Show less": "Voir moins",
    "Calendar": "Calendrier",
    "month": "mois", "month, ": "mois, ",
    "day": "jour", "day, ": "jour, ",
    "year": "année", "year, ": "année, ",
    "dd": "jj",
    "Empty": "vide",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.":
      "Les flèches changent de jour, Entrée choisit, Échap ferme.",
    "yyyy": "aaaa",
    "Upload failed": "L'envoi a échoué",
  };
  const MOIS = {
    January: "janvier", February: "février", March: "mars", April: "avril", May: "mai", June: "juin",
    July: "juillet", August: "août", September: "septembre", October: "octobre",
    November: "novembre", December: "décembre",
  };
  const PARTIES = { day: "jour", month: "mois", year: "année" };
  const ATTRIBUTS = ["aria-label", "title", "placeholder", "alt", "aria-roledescription",
    "aria-valuetext"];
  const MOTIFS = [
    [/^Limit (\d+)\s?([KMG])B per file(?: • (.+))?$/,
      (m) => `${m[1]}\u00a0${m[2]}o au plus par fichier${m[3] ? ` • ${m[3]}` : ""}`],
    [/^(\d+(?:\.\d+)?)\s?([KMG])B per file(?: • (.+))?$/,
      (m) => `${m[1].replace(".", ",")}\u00a0${m[2]}o au plus par fichier${m[3] ? ` • ${m[3]}` : ""}`],
    [/^(\d+(?:\.\d+)?)([KMG]?)B$/, (m) => `${m[1].replace(".", ",")}\u00a0${m[2]}o`],
    [/^(.+), (\d+(?:\.\d+)?)\s?([KMG]?)B$/,
      (m) => `${m[1]}, ${m[2].replace(".", ",")}\u00a0${m[3]}o`],
    [/^File must be (\d+(?:\.\d+)?)\s?([KMG]?)B or smaller\.$/,
      (m) => `Fichier trop gros : ${m[1].replace(/\.0$/, "").replace(".", ",")}\u00a0${m[2]}o au plus.`],
    [/^File is larger than (\d+(?:\.\d+)?)\s?([KMG]?)B$/,
      (m) => `Fichier de plus de ${m[1].replace(/\.0$/, "").replace(".", ",")}\u00a0${m[2]}o`],
    [/^(.+) files are not allowed\.$/, () => "Ce genre de fichier n'est pas accepté."],
    [/^(?:You have requested page|The page that you have requested)/,
      () => "Cette adresse ne mène à aucune page : voici l'accueil."],
    [/^(January|February|March|April|May|June|July|August|September|October|November|December) (\d{4})$/,
      (m) => `${MOIS[m[1]]} ${m[2]}`],
    // Une case de date : « day, Du », et la valeur de son mois, « 11 – November ».
    [/^(day|month|year), (.+)$/, (m) => `${PARTIES[m[1]]}, ${m[2]}`],
    [/^(\d+ – )([A-Z][a-z]+)$/, (m) => `${m[1]}${MOIS[m[2]] ?? m[2]}`],
    [/^Selected Date: ([A-Z][a-z]+) (\d+), (\d{4})$/,
      (m) => `Date choisie : ${m[2]} ${MOIS[m[1]] ?? m[1]} ${m[3]}`],
    [/^Showing page (\d+) of (\d+)$/, (m) => `Page ${m[1]} sur ${m[2]}`],
    [/^Remove (.+)$/, (m) => `Retirer ${m[1]}`],
    [/^Delete (.+)$/, (m) => `Supprimer ${m[1]}`],
    [/^Choose date, (.+)$/, (m) => `Choisir la date, ${m[1]}`],
    [/^Help for (.+)$/, (m) => `Aide : ${m[1]}`],
    [/^Selected (.+)\. (.+)$/, (m) => `Choisi : ${m[1]}. ${m[2]}`],
  ];

  const traduire = (texte) => {
    const nu = texte.trim();
    if (Object.hasOwn(MOTS, nu)) return texte.replace(nu, MOTS[nu]);
    for (const [motif, phrase] of MOTIFS) {
      const trouve = nu.match(motif);
      if (trouve) return phrase(trouve);
    }
    return null;
  };

  // Nos tableaux et nos graphiques ne contiennent que des données : on n'y touche pas.
  const NOS_DONNEES = '[data-testid="stHtml"], .js-plotly-plot';

  const lireTexte = (noeud) => {
    if (noeud.parentElement?.closest(NOS_DONNEES)) return;
    const phrase = traduire(noeud.data);
    if (phrase !== null && phrase !== noeud.data) noeud.data = phrase;
  };

  const lireAttributs = (element) => {
    for (const nom of ATTRIBUTS) {
      const valeur = element.getAttribute(nom);
      const phrase = valeur && traduire(valeur);
      if (phrase && phrase !== valeur) element.setAttribute(nom, phrase);
    }
  };

  const parcourir = (racine) => {
    if (racine.nodeType === Node.TEXT_NODE) return lireTexte(racine);
    if (racine.nodeType !== Node.ELEMENT_NODE) return undefined;
    lireAttributs(racine);
    const suite = document.createTreeWalker(racine, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (suite.nextNode()) {
      if (suite.currentNode.nodeType === Node.TEXT_NODE) lireTexte(suite.currentNode);
      else lireAttributs(suite.currentNode);
    }
    return undefined;
  };

  new MutationObserver((changements) => {
    for (const un of changements) {
      if (un.type === "characterData") lireTexte(un.target);
      else if (un.type === "attributes") lireAttributs(un.target);
      else un.addedNodes.forEach(parcourir);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTS,
  });
  parcourir(document.documentElement);
})();
