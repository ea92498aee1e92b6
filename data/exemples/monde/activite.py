"""L'activité par territoire (E) : l'annexe 3 pour CIE 84 en 2023, inventée pour tout le reste."""

from data.exemples.socle.effectifs import ANNEXE_3

Activite = dict[str, tuple[int, ...]]
# Structure -> année -> territoire : opérations, marchés, heures prévues, participants,
# prospections, comités de suivi. En 2024, aucun comité à la MLJGA : un critère au total nul.
ACTIVITES: dict[str, dict[int, Activite]] = {
    "CIE84": {
        2023: {territoire.nom: nombres for territoire, nombres in ANNEXE_3.items()},
        2024: {
            "CoVe": (25, 76, 58_000, 188, 8, 4),
            "Nord Vaucluse hors CoVe": (8, 10, 7_900, 44, 5, 1),
            "CCPOP": (13, 24, 58_500, 78, 4, 1),
            "Haut Vaucluse hors CCPOP": (8, 12, 23_500, 47, 6, 0),
        },
        2025: {
            "CoVe": (26, 79, 61_000, 197, 9, 4),
            "Nord Vaucluse hors CoVe": (9, 11, 8_600, 47, 6, 1),
            "CCPOP": (14, 26, 57_000, 83, 5, 2),
            "Haut Vaucluse hors CCPOP": (8, 13, 24_000, 50, 5, 1),
        },
    },
    "ITV": {
        2023: {
            "LMV": (15, 30, 32_500, 50, 6, 2),
            "Pays d'Apt-Luberon": (5, 9, 9_000, 15, 3, 0),
            "Pays des Sorgues et Monts de Vaucluse": (6, 11, 11_000, 20, 2, 1),
            "Sud Luberon et Pertuis": (4, 8, 7_000, 13, 3, 0),
        },
        2024: {
            "LMV": (16, 32, 34_000, 52, 5, 2),
            "Pays d'Apt-Luberon": (5, 9, 9_500, 16, 4, 1),
            "Pays des Sorgues et Monts de Vaucluse": (6, 11, 10_500, 20, 3, 1),
            "Sud Luberon et Pertuis": (5, 8, 7_500, 14, 2, 0),
        },
        2025: {
            "LMV": (17, 34, 35_500, 55, 7, 3),
            "Pays d'Apt-Luberon": (6, 10, 9_800, 17, 3, 1),
            "Pays des Sorgues et Monts de Vaucluse": (6, 12, 11_200, 21, 4, 1),
            "Sud Luberon et Pertuis": (5, 9, 8_000, 15, 3, 1),
        },
    },
    "MLJGA": {
        2023: {
            "Grand Avignon": (32, 75, 73_000, 120, 7, 3),
            "Les Sorgues du Comtat": (4, 9, 7_500, 13, 2, 0),
        },
        2024: {
            "Grand Avignon": (34, 78, 76_500, 125, 6, 0),
            "Les Sorgues du Comtat": (4, 9, 8_000, 13, 3, 0),
        },
        2025: {
            "Grand Avignon": (35, 81, 79_000, 131, 8, 2),
            "Les Sorgues du Comtat": (5, 10, 8_500, 15, 2, 1),
        },
    },
}
