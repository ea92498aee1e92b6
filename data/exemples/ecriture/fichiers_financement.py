"""Les fichiers de l'activité par territoire, du plan de financement et des objectifs."""

from data.exemples.ecriture.entetes import ACTIVITE, FINANCEMENTS, OBJECTIFS
from data.exemples.ecriture.fichier import FINE, INSECABLE, Fichier
from data.exemples.ecriture.lignes_suivi import activity_rows
from data.exemples.monde.financements import financing_rows, objective_rows
from data.exemples.socle.territoires import STRUCTURES


def activity_files() -> list[Fichier]:
    """E : l'annexe 3 de la convention, puis un fichier inventé par structure."""
    name = "Activite_Territoires_{}_20260930.csv"
    titres = ("Activité par territoire (exemple inventé)",)
    return [
        Fichier(
            "Annexe3_Activite_Territoires_CIE84_2023_20260930.xlsx",
            ACTIVITE,
            activity_rows("CIE84", (2023,)),
            titres=("Annexe 3 - Répartition du temps de travail",),
        ),
        *(
            Fichier(
                name.format(structure), ACTIVITE, activity_rows(structure, annees), titres=titres
            )
            for structure, annees in (
                ("CIE84", (2024, 2025)),
                ("ITV", (2023, 2024, 2025)),
                ("MLJGA", (2023, 2024, 2025)),
            )
        ),
    ]


def financing_files() -> list[Fichier]:
    """C et D : un plan de financement par structure, et les objectifs de toutes."""
    name = "Plan_Financement_{}_20260930.{}"
    titres = ("Plan de financement des postes de facilitateurs (exemple inventé)",)
    rows = {structure: financing_rows(structure) for structure in STRUCTURES}
    return [
        Fichier(name.format("CIE84", "xlsx"), FINANCEMENTS, rows["CIE84"], titres=titres),
        Fichier(
            name.format("ITV", "csv"),
            FINANCEMENTS,
            rows["ITV"],
            titres=titres,
            milliers=FINE,
            encodage="utf-8-sig",
            unite=" €",
        ),
        Fichier(
            name.format("MLJGA", "csv"),
            FINANCEMENTS,
            rows["MLJGA"],
            titres=titres,
            milliers=INSECABLE,
        ),
        Fichier(
            "Objectifs_20260930.csv",
            OBJECTIFS,
            objective_rows(),
            titres=("Objectifs (exemple inventé)",),
        ),
    ]
