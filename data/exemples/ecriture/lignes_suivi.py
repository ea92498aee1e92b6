"""Du petit monde aux lignes d'export : situations, actions, activité par territoire (A6, A7, E)."""

from data.exemples.ecriture.fichier import Ligne
from data.exemples.monde.actions import Action
from data.exemples.monde.activite import ACTIVITES
from data.exemples.monde.situations import Suivi
from data.exemples.socle.territoires import SIGLES


def situation_rows(suivis: list[Suivi], structure: str) -> list[Ligne]:
    """A6, une ligne par dossier suivi."""
    return [
        {
            "N° participant": suivi.dossier.numero,
            "Date du 1er contrat": suivi.premier,
            "Situation à la sortie": suivi.situation.sortie,
            "Date": suivi.situation.date_sortie,
            "Situation à 6 mois": suivi.situation.six,
            "Date de relevé à 6 mois": suivi.situation.date_six,
            "Situation à 12 mois": suivi.situation.douze,
            "Date de relevé à 12 mois": suivi.situation.date_douze,
            "Commentaire": suivi.commentaire or None,
        }
        for suivi in suivis
        if suivi.dossier.structure == structure
    ]


def action_rows(rows: list[Action], structure: str) -> list[Ligne]:
    """A7, une ligne par action."""
    return [
        {
            "Date": action.jour,
            "Facilitateur": action.facilitateur,
            "Donneur d'ordre": action.donneur_ordre.nom,
            "Type": action.donneur_ordre.type,
            "Commune/EPCI": action.lieu,
            "Nature de l'action": action.nature,
            "Suite donnée": action.suite,
        }
        for action in rows
        if action.structure == structure
    ]


def activity_rows(structure: str, annees: tuple[int, ...]) -> list[Ligne]:
    """E, une ligne par année et par territoire."""
    return [
        {
            "Année": annee,
            "Structure": SIGLES[structure],
            "Territoire": territoire,
            "Nombre d'opérations": operations,
            "Nombre de marchés": marches,
            "Nombre d'heures prévues": heures,
            "Nombre de participants": participants,
            "Nombre de prospections": prospections,
            "Nombre de comités de suivi": comites,
        }
        for annee in annees
        for territoire, (
            operations,
            marches,
            heures,
            participants,
            prospections,
            comites,
        ) in ACTIVITES[structure][annee].items()
    ]
