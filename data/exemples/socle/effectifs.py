"""Les totaux posés d'avance, dont tout le reste découle.

2023 : 126 550 h et 566 bénéficiaires (convention), et l'annexe 3 pour les territoires de CIE 84.
"""

from typing import NamedTuple

from data.exemples.socle.territoires import AVIGNON, CCPOP, COVE, HAUT, NORD, SUD, Territoire

EN_COURS_2023 = "en cours en 2023"
CLOS_EN_2022 = "clos en 2022"


class Effectif(NamedTuple):
    """Combien d'opérations, de marchés et d'heures prévues."""

    operations: int
    marches: int
    heures: int


# Cohorte -> effectif. « En cours en 2023 » est exact ; le reste suit le rythme du territoire.
EFFECTIFS_MARCHES: dict[Territoire, dict[str, Effectif]] = {
    COVE: {
        CLOS_EN_2022: Effectif(8, 22, 19_000),
        EN_COURS_2023: Effectif(24, 73, 50_500),
        "2024": Effectif(11, 34, 35_000),
        "2025": Effectif(12, 36, 33_000),
        "2026": Effectif(8, 24, 25_000),
    },
    NORD: {
        CLOS_EN_2022: Effectif(3, 4, 2_500),
        EN_COURS_2023: Effectif(7, 8, 7_000),
        "2024": Effectif(4, 5, 4_200),
        "2025": Effectif(5, 6, 4_600),
        "2026": Effectif(3, 3, 3_400),
    },
    CCPOP: {
        CLOS_EN_2022: Effectif(4, 8, 15_000),
        EN_COURS_2023: Effectif(12, 22, 60_500),
        "2024": Effectif(5, 9, 26_000),
        "2025": Effectif(6, 11, 25_000),
        "2026": Effectif(4, 7, 18_000),
    },
    HAUT: {
        CLOS_EN_2022: Effectif(3, 5, 7_500),
        EN_COURS_2023: Effectif(7, 11, 22_000),
        "2024": Effectif(4, 6, 13_000),
        "2025": Effectif(4, 7, 12_500),
        "2026": Effectif(3, 4, 9_000),
    },
    SUD: {
        CLOS_EN_2022: Effectif(9, 18, 17_000),
        EN_COURS_2023: Effectif(30, 58, 59_500),
        "2024": Effectif(14, 27, 31_500),
        "2025": Effectif(14, 29, 29_000),
        "2026": Effectif(9, 19, 22_000),
    },
    AVIGNON: {
        CLOS_EN_2022: Effectif(9, 24, 24_000),
        EN_COURS_2023: Effectif(36, 84, 80_500),
        "2024": Effectif(16, 40, 41_000),
        "2025": Effectif(17, 43, 39_000),
        "2026": Effectif(11, 28, 31_000),
    },
}

# Annexe 3, année 2023 : opérations, marchés, heures prévues, participants, prospections, comités.
ANNEXE_3 = {
    COVE: (24, 73, 50_500, 181, 7, 3),
    NORD: (7, 8, 7_000, 42, 6, 0),
    CCPOP: (12, 22, 60_500, 75, 2, 0),
    HAUT: (7, 11, 22_000, 45, 6, 0),
}

# Bénéficiaires par territoire, de 2021 (dernier quadrimestre, sans export) à 2026 (neuf mois).
# 2023 : 343 chez CIE 84, 98 et 133 ailleurs, dont huit personnes suivies par deux structures :
# 343 + 98 + 133 - 8 = 566.
BENEFICIAIRES = {
    COVE: (44, 163, 181, 188, 197, 158),
    NORD: (9, 38, 42, 44, 47, 36),
    CCPOP: (18, 68, 75, 78, 83, 65),
    HAUT: (10, 40, 45, 47, 50, 40),
    SUD: (22, 88, 98, 102, 108, 85),
    AVIGNON: (30, 119, 133, 138, 146, 116),
}

# Heures réalisées, dans le même ordre. Somme de 2023 : 126 550 h, exactement.
HEURES = {
    COVE: (6_000, 25_612.5, 29_018.25, 30_204.75, 31_655.5, 21_561.75),
    NORD: (700, 3_407.25, 3_886.5, 4_010.5, 4_281.75, 2_905.5),
    CCPOP: (4_800, 19_950.75, 22_497.75, 23_164.25, 24_390.5, 16_902.75),
    HAUT: (2_400, 9_716.5, 11_020.25, 11_402.75, 12_011.25, 8_255.5),
    SUD: (5_800, 23_002.25, 25_980.5, 27_053.0, 28_340.75, 19_510.25),
    AVIGNON: (7_400, 30_184.5, 34_146.75, 35_321.5, 37_512.5, 25_681.75),
}
