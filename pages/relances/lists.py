"""Les huit listes à relancer : leur requête, leur nom, à qui, et ce qu'on leur demande."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from pages.shared.words.code_words import WORDS
from pages.shared.words.formatting import UNKNOWN, counted, day, euros, month, number

if TYPE_CHECKING:
    from pages.shared.frame.view import View

Row = dict[str, object]


@dataclass(frozen=True)
class Liste:
    """Une liste : `query` la lit, `vers` nomme la colonne de qui relancer, `line` dit une ligne.

    `un`, `plusieurs` : ce qui est compté ; `demande` : ce que le message demande.
    """

    query: str
    nom: str
    un: str
    plusieurs: str
    vers: str
    demande: str
    line: Callable[[Row], str]

    def counted(self, frame: pl.DataFrame) -> str:
        """Dit le compte de la liste : « 12 situations à six mois à relever »."""
        return counted(frame.height, self.un, self.plusieurs)


def whole(view: View) -> View:
    """Rend la même vue sans période : on relance à la date des données, pas d'une année."""
    return replace(view, filters=replace(view.filters, periode="tout"))


def frames(view: View) -> dict[str, pl.DataFrame]:
    """Rend les huit listes, ou celles que donne le droit : code d'adresse -> lignes.

    Lève queries.NonPublie en projection.
    """
    every = whole(view)
    return {
        code: every.frame(one.query)
        for code, one in LISTES.items()
        if every.est_projection or not every.protects(one.query)
    }


def _late(row: Row) -> str:
    days = row["retard_jours"]
    if days is None:
        return "date inconnue"
    return f"dans {counted(-days, 'jour')}" if days < 0 else f"depuis {counted(days, 'jour')}"


def _reason(row: Row) -> str:
    return WORDS["motif"][str(row["motif"])]


def _person(row: Row) -> str:
    named = row["numero_participant"]
    number_words = f"participant n° {named}" if named else "participant (numéro non donné ici)"
    return f"{number_words} : six mois le {day(row['echeance'])}, {_late(row)} ({_reason(row)})"


def _month(row: Row) -> str:
    return f"heures de {month(row['mois'])}, fini {_late(row)}"


def _document(row: Row) -> str:
    return (
        f"{row['document']} ({row['periode']}), attendu le {day(row['date_attendue'])}, "
        f"{_late(row)}"
    )


def _market_name(row: Row) -> str:
    lot = f", lot {row['numero_lot']}" if row["numero_lot"] else ""
    name = row["operation"] or row["objet"] or "objet non renseigné"
    return (
        f"{row['numero_marche'] or UNKNOWN}{lot} ({name}), {row['acheteur'] or 'acheteur inconnu'}"
    )


def _late_market(row: Row) -> str:
    done = f"{number(row['heures_realisees'])} h faites sur {number(row['heures_prevues'])} prévues"
    end = f"fin prévue le {day(row['date_fin_prevue'])}, {_late(row)}"
    return f"marché {_market_name(row)} : {end} ; {done}"


def _ending_market(row: Row) -> str:
    left = counted(row["reste_jours"], "jour")
    return f"marché {_market_name(row)} : fin prévue le {day(row['date_fin_prevue'])}, dans {left}"


def _contract(row: Row) -> str:
    amount = euros(row["montant_eur"])
    return (
        f"contrat {row['numero'] or UNKNOWN} du {day(row['date_notification'])} "
        f"({row['objet'] or 'objet non renseigné'}), {amount}"
    )


def _blank(row: Row) -> str:
    return f"{_contract(row)} : {_reason(row)} {_late(row)}"


def _without_clause(row: Row) -> str:
    declared = row["declaration"] or "rien n'est déclaré"
    return f"{_contract(row)} ; seuil {euros(row['seuil_eur'])} ; déclaré : {declared}"


def _line(row: Row) -> str:
    sheet = f", feuille {row['feuille']}" if row["feuille"] else ""
    where = f"ligne {row['ligne']}" if row["ligne"] is not None else "tout le fichier"
    column = f", colonne {row['colonne']}" if row["colonne"] else ""
    return f"{row['fichier']}{sheet}, {where}{column} : {row['message']}"


LISTES = {
    "situations": Liste(
        "relances_situations", "Six mois", "situation à six mois à relever",
        "situations à six mois à relever", "structure",
        "Merci de les relever auprès des personnes, puis d'envoyer l'export du suivi des "
        "situations.", _person,
    ),
    "mois": Liste(
        "relances_mois", "Mois manquants", "mois d'heures non reçu", "mois d'heures non reçus",
        "structure", "Merci d'envoyer l'export des heures de ces mois.", _month,
    ),
    "documents": Liste(
        "relances_documents", "Documents", "document attendu et non reçu",
        "documents attendus et non reçus", "structure", "Merci de les transmettre.", _document,
    ),
    "depasses": Liste(
        "relances_marches_depasses", "Fins passées", "marché dont la fin prévue est passée",
        "marchés dont la fin prévue est passée", "structure",
        "Merci de les clore dans le logiciel, ou d'y écrire leur nouvelle fin.", _late_market,
    ),
    "suites": Liste(
        "relances_marches_sans_suite", "Sans suite", "marché finissant sans suite chez l'acheteur",
        "marchés finissant sans suite chez l'acheteur", "acheteur",
        "Quelle suite leur est donnée ? Une clause peut se préparer dès maintenant.",
        _ending_market,
    ),
    "vides": Liste(
        "pnad_cases_vides", "Cases vides", "contrat dont la case sociale est vide",
        "contrats dont la case sociale est vide", "acheteur_nom",
        "Merci de compléter le champ « considérations sociales » de ces contrats dans vos données "
        "essentielles.", _blank,
    ),
    "clauses": Liste(
        "pnad_loi_climat", "Sans clause", "contrat au-dessus du seuil sans clause déclarée",
        "contrats au-dessus du seuil sans clause déclarée", "acheteur_nom",
        "Une clause existe-t-elle, ou une dérogation ? Merci de le préciser.", _without_clause,
    ),
    "lignes": Liste(
        "relances_lignes_ecartees", "Lignes écartées", "ligne écartée à corriger",
        "lignes écartées à corriger", "structures",
        "Merci de les corriger dans le logiciel, puis d'envoyer le même export.", _line,
    ),
}  # fmt: skip
