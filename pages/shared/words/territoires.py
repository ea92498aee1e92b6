"""Les mots des territoires : libellés de colonnes et mots de codes."""

from __future__ import annotations

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "comparables": "EPCI comparables",
    "date_debut": "Début",
    "date_evenement": "Date",
    "debut": "Du",
    "departement": "Vaucluse",
    "departement_pour_1000": "Vaucluse pour 1\u00a0000 habitants",
    "dont_hors_84": "Dont hors du Vaucluse",
    "ecart_au_mieux": "Écart au mieux (heures)",
    "ecart_departement": "Écart au Vaucluse",
    "ecart_heures": "Écart (heures)",
    "ecart_mediane": "Écart à la médiane",
    "echeance": "Six mois atteints le",
    "est_a_cheval": "À cheval sur deux départements",
    "est_additif": "S'additionne",
    "est_dans_84": "En Vaucluse",
    "est_sur": "Retard sûr",
    "evenement": "Événement",
    "fin": "Au",
    "heures_attendues": "Heures attendues",
    "hors_epci": "Hors de ces EPCI",
    "inconnu": "Territoire inconnu",
    "injoignables": "Dont injoignables",
    "jour": "Arrêté au",
    "mediane_pour_1000": "Médiane pour 1\u00a0000 habitants",
    "mediane_territoires": "Médiane",
    "nombre_classes": "Territoires classés",
    "nombre_evenement": "Nombre",
    "numero_participant": "N° participant",
    "part_ecoulee_pct": "Temps écoulé",
    "part_hors_84_pct": "Habitants hors du Vaucluse",
    "partie": "Partie",
    "population": "Habitants du Vaucluse",
    "pour_1000_habitants": "Pour 1\u00a0000 habitants",
    "pourquoi": "Pourquoi",
    "quoi": "Quoi",
    "rang_pour_1000": "Rang par habitant",
    "sigle": "Sigle",
    "somme_epci": "Somme des EPCI",
    "valeur_territoire": "Valeur",
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "evenement": {
        "marche_notifie": "Marché notifié",
        "marche_termine": "Marché terminé",
        "premieres_heures": "Premières heures",
        "nouveaux_beneficiaires": "Nouveaux bénéficiaires",
        "import": "Fichiers reçus",
    },
    "partie": {"realise": "Réalisé", "prevu": "Prévu", "a_voir": "À voir"},
}

# Indicateurs qui n'existent que par territoire, ou par trimestre.
INDICATORS: Mapping[str, str] = {
    "taux_sorties_positives": "Taux de sorties positives",
    "marches_notifies": "Marchés notifiés",
    "marches_termines": "Marchés terminés",
    "marches_ouverts": "Marchés ouverts",
    "heures_restantes": "Heures restant à réaliser",
    "marches_a_venir": "Marchés en prévision",
    "heures_a_venir": "Heures des marchés en prévision",
    "six_mois_a_venir": "Six mois à atteindre au trimestre suivant",
    "marches_en_retard": "Marchés derrière leur calendrier",
    "retards_surs": "Dont retard sûr",
    "marches_se_terminant": "Marchés finissant sous six mois",
    "six_mois_sans_situation": "Six mois atteints sans situation connue",
}

# Des colonnes où un taux côtoie des nombres entiers : une décimale s'il en faut une.
AS_NEEDED = ("valeur_territoire", "mediane_territoires", "departement", "somme_epci")
DECIMALS: Mapping[str, int] = {
    "pour_1000_habitants": 2,
    "departement_pour_1000": 2,
    "mediane_pour_1000": 2,
    "ecart_departement": 2,
    "ecart_mediane": 2,
}
