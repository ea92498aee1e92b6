"""La réponse de la page PNAD en deux phrases, avec sa réserve ; et ses chiffres clés."""

from __future__ import annotations

import polars as pl

from pages.pnad.bounds import Row
from pages.shared.cards import Card
from pages.shared.formatting import UNKNOWN, counted, day, number, percent

TARGET_GONE = "Le PNAD visait 30 % de 2022 à 2025 ; aucune cible n'est connue ensuite."
TWO_NOTIONS = (
    "Une considération sociale déclarée par l'acheteur et un marché clausé suivi par un "
    "facilitateur sont deux notions : l'une n'est pas une part de l'autre."
)
SIDES = (
    "À gauche, tous les réglages de la page comptent ; à droite, seulement le territoire et la "
    "structure."
)


def answer(row: Row, when: str) -> tuple[str, str]:
    """Dit entre quoi et quoi se tient la part, puis ce qui est renseigné et ce qui manque.

    `row` : pnad_ensemble ; `when` : « en 2025 ».
    """
    first = f"{when[:1].upper()}{when[1:]}, {_share(row)}."
    return first, " ".join(filter(None, (_rate(row), _target(row), _partial(row))))


def _share(row: Row) -> str:
    count = counted(row["contrats"], "contrat publié", "contrats publiés")
    if row["borne_basse_pct"] is None:
        return f"{count} au format de 2019, qui ne porte pas les considérations sociales"
    if row["contrats"] == 1:
        return _only(row)
    if row["taux_renseignes_pct"] is None:
        return f"on ne sait pas : aucun des {count} n'a sa case « considérations sociales » remplie"
    low, high = row["borne_basse_pct"], row["borne_haute_pct"]
    if low == high:
        return f"{percent(low)} des {count} ont une considération sociale"
    return f"entre {percent(low)} et {percent(high)} des {count} ont une considération sociale"


def _only(row: Row) -> str:
    if row["taux_renseignes_pct"] is None:
        return "on ne sait pas : le seul contrat publié n'a pas sa case remplie"
    verb = "a une" if row["avec"] else "n'a aucune"
    return f"le seul contrat publié {verb} considération sociale"


def _rate(row: Row) -> str:
    if row["borne_basse_pct"] is None:
        return ""
    if row["taux_renseignes_pct"] is None:
        return "La part peut être n'importe où entre 0 et 100 % : une case vide n'est pas un non."
    rate, filled = percent(row["taux_renseignes_pct"]), percent(row["completude_pct"])
    words = (
        f"La part est de {rate} parmi les renseignés ({filled}) ; une case vide n'est pas un non."
    )
    if row["wilson_bas_pct"] is None:
        return words
    wilson = f"{number(row['wilson_bas_pct'], 1)} et {percent(row['wilson_haut_pct'])}"
    return f"{words} Sur si peu de contrats, ce taux ne se lit qu'entre {wilson}."


def _target(row: Row) -> str:
    if row["cible_pct"] is None:
        return TARGET_GONE
    goal, missing = percent(row["cible_pct"], 0), row["manquent_pour_la_cible"]
    if not missing:
        return f"La cible du PNAD ({goal}, de 2022 à 2025) est atteinte dès la borne basse."
    return (
        f"Pour la cible du PNAD ({goal}, de 2022 à 2025), il manque {counted(missing, 'contrat')}."
    )


def _partial(row: Row) -> str:
    if not row["est_incomplet"]:
        return ""
    return "Les deux derniers mois sont incomplets : l'acheteur a deux mois pour publier."


def pnad_en_chiffres(frame: pl.DataFrame) -> list[Card]:
    """Les contrats, le taux parmi les renseignés, les bornes, ce qui manque.

    `frame` : pnad_ensemble.
    """
    row = frame.row(0, named=True)
    merged = counted(row["fusionnes"], "doublon probable fusionné", "doublons probables fusionnés")
    goal = "pour la cible de 30 %" if row["cible_pct"] else "pour 30 %, repère d'avant 2026"
    return [
        Card("Contrats notifiés", number(row["contrats"]), note=merged),
        _rate_card(row),
        Card(
            "Part, de la borne basse à la haute",
            _between(row),
            note="si aucun, ou si tous les non renseignés en ont une",
        ),
        Card(
            "Contrats qui manquent",
            number(row["manquent_pour_la_cible"]),
            note=f"{goal}, en plus des {number(row['avec'])} déclarés avec",
        ),
    ]


def _rate_card(row: Row) -> Card:
    count = f"{number(row['avec'])} avec, {number(row['sans'])} sans"
    empty = counted(row["non_renseignes"], "non renseigné", "non renseignés")
    more = row["contradictoires"]
    odd = f", {counted(more, 'contradictoire')}" if more else ""
    return Card(
        "Taux parmi les renseignés",
        number(row["taux_renseignes_pct"], 1),
        "" if row["taux_renseignes_pct"] is None else "%",
        note=f"{count}, {empty}{odd}",
    )


def _between(row: Row) -> str:
    if row["borne_basse_pct"] is None:
        return UNKNOWN
    return f"{number(row['borne_basse_pct'], 1)} à {percent(row['borne_haute_pct'])}"


def decp_etat(frame: pl.DataFrame) -> list[Card]:
    """Ce qui a été reçu : lignes, contrats, acheteurs, part des lignes qui portent le champ."""
    row = frame.row(0, named=True)
    merged = counted(row["fusionnes"], "doublon fusionné", "doublons fusionnés")
    span = f"du {day(row['premiere_notification'])} au {day(row['derniere_notification'])}"
    odd = row["montants_invraisemblables"]
    return [
        Card("Lignes reçues", number(row["lignes"]), note=counted(row["fichiers"], "fichier")),
        Card("Contrats, tous périmètres", number(row["contrats"]), note=f"{merged} ; {span}"),
        Card(
            "Acheteurs",
            number(row["acheteurs"]),
            note=counted(odd, "montant invraisemblable", "montants invraisemblables"),
        ),
        Card(
            "Lignes qui portent le champ",
            number(row["part_avec_champ_pct"], 1),
            "%",
            note="les autres sources n'ont pas de colonne « considérations sociales »",
        ),
    ]
