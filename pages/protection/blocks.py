"""Les blocs de la page Protection : la garantie, les règles, les limites, le certificat."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

import queries
from pages.shared.frame.screen import show_html, show_state
from pages.shared.frame.source import read_state
from pages.shared.words.definitions import definitions_html
from pages.shared.words.formatting import counted, day, number, to_html
from queries.protection.rules.lecteurs import said_readers

AXES = {"travaux": "le lieu des travaux"}
LIMITS = (
    "Les personnes qui ont accès aux chiffres exacts : l'État, le Département, les facilitateurs. "
    "Leurs pages portent « Chiffres exacts, ne pas diffuser » ; le mode projection les protège sur "
    "un écran partagé.",
    "Ce que quelqu'un sait déjà par ailleurs : un élu qui connaît la seule personne embauchée dans "
    "sa commune la reconnaîtra dans n'importe quel chiffre.",
    "Deux financeurs qui mettraient en commun leurs propres listes de personnes, ou deux lecteurs "
    "qui mettraient en commun ce que chacun lit exactement.",
    "Les nombres qui ne comptent pas des personnes (heures d'un territoire, d'un acheteur ou d'un "
    "marché, marchés, euros, contrats) : ils sont exacts.",
    "Les croisements que rien ne publie (par exemple, les hommes bénéficiaires du RSA) : ils ne "
    "sont pas vérifiés un à un.",
    "Qui connaîtrait déjà le total exact d'un EPCI écrit « < 20 », sans être de ceux que nomme le "
    "certificat, ou garderait plusieurs publications pour les soustraire ; une photo du copil "
    "prise avant qu'un lecteur soit nommé en est une.",
    "Ses propres personnes, à qui en lit exactement : les totaux peuvent lui dire que l'une "
    "d'elles est aussi suivie ailleurs.",
    "Qui rejouerait, à la machine, toute la fabrication de ces chiffres sur chaque hypothèse et "
    "plusieurs structures à la fois : essayée, cette attaque peut deviner de petits groupes.",
)
VERIFICATIONS = (
    (
        "Vérification",
        "À chaque publication, une attaque est menée contre tout ce qui va paraître : pour "
        "chaque petit groupe, elle cherche le plus petit et le plus grand effectif encore "
        "possibles. Si elle en apprend trop, le moins de cellules possible sont élargies, ou "
        "blanchies, et l'attaque recommence.",
    ),
    (
        "Lecteurs informés",
        "Un référent EPCI lit exactement son territoire, une structure ses lignes, et le reste "
        "ici : la même attaque est menée pour chacun de ceux que nomme le registre des accès, "
        "qui retrancherait ce qu'il lit. Le certificat dit lesquels.",
    ),
)


def show_guarantee() -> None:
    """Montre la garantie, en une phrase, avec les seuils de la publication servie."""
    certificate = _certificate()
    if certificate is None:
        show_state("Pas de chiffres protégés", str(queries.CubeAbsent()))
        return
    limit = certificate.seuils.seuil_secret
    show_html(
        '<p class="reponse"><strong>'
        + to_html(
            "Avec tout ce que montrent la plénière, ses fichiers et ses règles, et avec les totaux "
            f"des territoires, personne ne peut savoir qu'un groupe de 1 à {number(limit - 1)} "
            f"personnes n'est pas vide, ni connaître sa taille à moins de {number(limit)} valeurs "
            "possibles. Quand le total d'un territoire est lui-même plus petit, ses groupes ne "
            "peuvent pas le dépasser : ces territoires sont nommés dans le certificat."
        )
        + "</strong></p>"
    )


def show_rules() -> None:
    """Montre ce qui est publié, et comment c'est écrit."""
    certificate = _certificate()
    if certificate is None:
        return
    own = certificate.seuils
    entries = (
        ("Écriture des nombres", certificate.regle),
        (
            "Liste fermée",
            "Les tableaux publiés sont fixés d'avance : par année, pour le département, une "
            "structure ou un EPCI. Ce qui n'y est pas est écrit « non publié à cette maille ».",
        ),
        (
            "Pourcentages",
            "Entiers, calculés sur les effectifs arrondis, et seulement au-dessus de "
            f"{number(own.denominateur_minimum)} personnes.",
        ),
        (
            "Entreprises",
            f"Au moins {number(own.entreprises_minimum)} entreprises, et aucune au-dessus de "
            f"{number(own.part_maximale_pct)} % des heures ; sinon elles sont réunies sous "
            "« autres ».",
        ),
        *VERIFICATIONS,
        (
            "Au fil du temps",
            "De nouveaux chiffres ne paraissent que si au moins "
            f"{number(own.personnes_changees_minimum)} personnes ont changé, ou pour un copil : "
            "deux publications proches ne trahissent pas la personne ajoutée entre elles.",
        ),
    )
    _part("Ce qui est garanti", [(word, text, "") for word, text in entries])


def show_limits() -> None:
    """Montre ce que la protection ne couvre pas."""
    items = "".join(f"<li>{to_html(one)}</li>" for one in LIMITS)
    with st.container(key="indicateur_limites"):
        show_html(
            f'<h2 class="constat">Ce qui n\'est pas garanti</h2><ul class="manques">{items}</ul>'
        )


def show_certificate() -> None:
    """Montre le certificat de la publication servie."""
    one = _certificate()
    if one is None:
        return
    entries = (
        ("Établi le", _when(one.date)),
        ("Pour le copil du", day(date.fromisoformat(one.copil)) if one.copil else "aucun en vue"),
        ("Publication", f"n° {number(one.generation)}"),
        ("Territoires d'après", AXES[one.axe]),
        ("Cellules publiées", number(one.cellules)),
        ("Dont écrites par une classe large", number(one.elargies)),
        ("Dont non publiées, pour en protéger d'autres", number(one.blanchies)),
        ("Groupes vérifiés", number(one.groupes_verifies)),
        ("Groupes devinables", counted(one.violations, "groupe")),
        (
            "Territoires si petits que leur total suffit à borner leurs groupes",
            one.bornes_par_totaux or "aucun",
        ),
        (
            "Lecteurs informés, contre qui tout est vérifié aussi",
            said_readers(one.lecteurs.split()) or "aucun",
        ),
        *_refused(one),
        ("Rondes de l'attaque", number(one.rondes)),
        ("Durée", f"{number(one.duree_s, 1)} secondes"),
        ("Empreinte des données et des règles", one.empreinte_entrees),
    )
    _part("Le certificat de la publication", [(word, text, "") for word, text in entries])


def _refused(one: queries.Certificat) -> list[tuple[str, str]]:
    """Rend la ligne des lecteurs que rien ne protège, s'il y en a."""
    refused = said_readers(one.lecteurs_refuses.split())
    words = "Lecteurs informés qui peuvent encore deviner de petits groupes"
    return [(words, refused)] if refused else []


def _part(title: str, entries: list[tuple[str, str, str]]) -> None:
    with st.container(key=f"indicateur_{len(title)}"):
        show_html(f'<h2 class="constat">{to_html(title)}</h2>{definitions_html(entries)}')


def _when(moment: str) -> str:
    found = datetime.fromisoformat(moment)
    return f"{day(found)} à {found:%H:%M}"


def _certificate() -> queries.Certificat | None:
    state = read_state()
    return queries.certificate(state.store, state.generation) if state else None
