"""La réponse de la page Achats publics : le verdict, puis ce qu'il faut et ce qui manque."""

from __future__ import annotations

import polars as pl

from pages.pnad.answers import Row, needed, unanswered, verdict
from pages.shared.charts.cards import Card
from pages.shared.words.findings.nouns import Noun
from pages.shared.words.formatting import counted, day, number, percent

AVEC = Noun("contrat a", "contrats ont", rien="aucun contrat n'a")
TARGET_GONE = "Le PNAD visait 30 % de 2022 à 2025 ; aucune cible n'est connue ensuite."
NOT_A_NO = "Une réponse qui manque n'est pas un non."
TWO_NOTIONS = (
    "Une considération sociale déclarée par l'acheteur et un marché clausé suivi par un "
    "facilitateur sont deux notions : l'une n'est pas une part de l'autre."
)
SIDES = (
    "À gauche, tous les réglages de la page comptent ; à droite, seulement le territoire et la "
    "structure."
)


def answer(row: Row, when: str) -> tuple[str, str]:
    """Dit si la cible est atteinte, manquée, ou ni l'un ni l'autre ; puis les nombres.

    `row` : pnad_ensemble ; `when` : « en 2025 ».
    """
    opening = f"{when[:1].upper()}{when[1:]}, "
    total = row["contrats"] - row["hors_format"]
    if not total:
        count = counted(row["contrats"], "contrat publié", "contrats publiés")
        return (
            f"{opening}{count} au format de 2019, qui ne porte pas les considérations sociales.",
            "",
        )
    return f"{opening}{_verdict(row, total)}.", " ".join(
        filter(None, (_numbers(row, total), _target(row), _partial(row)))
    )


def _verdict(row: Row, total: int) -> str:
    if row["cible_pct"] is None:
        have = AVEC.counted(row["avec"])
        some = "une" if row["avec"] else "de"
        return f"{have} {some} considération sociale, sur {number(total)}"
    goal = f"l'objectif de {percent(row['cible_pct'], 0)} du PNAD"
    said, empty = verdict(row), unanswered(row)
    if said == "manqué" and empty:
        return f"{goal} est manqué, quoi que disent les réponses qui manquent"
    if said in ("atteint", "manqué"):
        return f"{goal} est {said}"
    missing = counted(empty, "réponse manque", "réponses manquent")
    return f"{goal} n'est {said} : {missing}"


def _numbers(row: Row, total: int) -> str:
    """Dit les trois nombres, et combien de « oui » il faut."""
    empty = unanswered(row)
    parts = [f"{number(row['avec'])} oui", f"{number(row['sans'])} non"]
    if empty:
        parts.append(f"{number(empty)} sans réponse")
    count = needed(row)
    goal = f" ; il faut {number(count)} oui" if count is not None else ""
    known = counted(total, "contrat publié", "contrats publiés")
    return f"Sur {known} : {', '.join(parts)}{goal}. {NOT_A_NO if empty else ''}".strip()


def _target(row: Row) -> str:
    return TARGET_GONE if row["cible_pct"] is None else ""


def _partial(row: Row) -> str:
    if not row["est_incomplet"]:
        return ""
    return "Les deux derniers mois sont incomplets : l'acheteur a deux mois pour publier."


def undated(frame: pl.DataFrame) -> str:
    """Dit les contrats que leur date manquante tient hors de toute année ; "" s'il n'y en a pas.

    `frame` : pnad_sans_date.
    """
    if frame.is_empty():
        return ""
    row = frame.row(0, named=True)
    verb = "n'a pas" if row["contrats"] == 1 else "n'ont pas"
    count = counted(row["contrats"], "contrat publié", "contrats publiés")
    return (
        f"{count} de ce périmètre ({counted(row['acheteurs'], 'acheteur')}) {verb} de date de "
        "notification lisible : d'aucune année, donc dans aucune de ces parts. À corriger sur le "
        "profil d'acheteur."
    )


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
