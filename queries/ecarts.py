"""Ce qui diffère entre deux états protégés : ce qui s'est passé, a été corrigé, ou redéfini."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from queries.catalog import description, files, views
from queries.protection.publish.lecture import NonPublie
from queries.protection.write.arrondi import spaced

Read = Callable[..., pl.DataFrame]
PASSE, CORRIGE, REDEFINI = "passe", "corrige", "redefini"
VAUCLUSE = "Vaucluse"
# Une situation se relève jusqu'à trois mois après l'échéance : une année de sorties n'est close
# qu'au printemps suivant.
CLOTURE_SORTIES = (4, 1)
EFFECTIFS = ("beneficiaires", "sorties", "types_sorties")
SUIVI = ("sorties", "types_sorties")
# Début du nom d'un paramètre -> mesures dont il change le sens.
REGLES = {
    "age_": ("beneficiaires",),
    "seuil_deld": ("beneficiaires",),
    "seuil_territoire": ("beneficiaires",),
    "seuil_secret": EFFECTIFS,
    "base_arrondi": EFFECTIFS,
    "delai_sortie": SUIVI,
    "fenetre_": SUIVI,
    "point_de_depart": SUIVI,
    "formation_positive": SUIVI,
}
# Indicateur ou vue -> mesure dont sa définition change le sens.
DEFINIS = {
    "heures_realisees_par_mois": "heures",
    "marches_par_annee": "marches",
    "marches_actifs": "marches",
    "beneficiaires": "beneficiaires",
    "beneficiaires_par_categorie": "beneficiaires",
    "categories": "beneficiaires",
    "sorties": "sorties",
    "sorties_a_six_mois": "sorties",
    "cohorte": "sorties",
    "echeances": "sorties",
    "types_sorties_positives": "types_sorties",
}
ISSUES = {
    "positive": "positive",
    "non_positive": "non positive",
    "inconnu": "inconnue",
    "hors_champ": "hors champ",
}
SUJETS = {
    "beneficiaires": "Bénéficiaires",
    "sorties": "Sorties à six mois",
    "types_sorties": "Types de sorties positives",
}


@dataclass(frozen=True)
class Etat:
    """Des chiffres protégés à comparer : comment les lire, et leurs définitions par nom."""

    read: Read
    definitions: Mapping[str, str]


@dataclass(frozen=True)
class Ecart:
    """Une différence entre deux états ; `nature` vaut passe, corrige ou redefini.

    `avant` est vide pour ce qui n'existait pas ; `apres`, pour ce qui n'existe plus. `periode` est
    une année, un mois « AAAA-MM », ou vide.
    """

    nature: str
    sujet: str
    periode: str
    lieu: str
    avant: str
    apres: str


def compare(before: Etat, after: Etat) -> list[Ecart]:
    """Rend ce qui diffère entre deux états : redéfini, puis corrigé, puis passé.

    Un chiffre d'une période que l'état d'avant ne connaissait pas, ou disait provisoire, s'est
    passé ; un chiffre d'une période close a été corrigé ; si la définition ou un paramètre de son
    sujet a changé, il a été redéfini : on ne peut plus dire qu'il a été corrigé.
    """
    rules, redefined = _redefined(before, after)
    found = [
        *rules,
        *_months(before.read, after.read, redefined),
        *_markets(before.read, after.read, redefined),
        *_cells(before.read, after.read, redefined),
    ]
    order = (REDEFINI, CORRIGE, PASSE)
    return sorted(found, key=lambda one: (order.index(one.nature), one.lieu != VAUCLUSE))


def _redefined(before: Etat, after: Etat) -> tuple[list[Ecart], set[str]]:
    """Rend les définitions et paramètres changés, et les sujets qu'ils touchent."""
    found, subjects = [], set()
    for name, text in after.definitions.items():
        earlier = before.definitions.get(name, text)
        if earlier != text:
            subjects |= {DEFINIS[name]} if name in DEFINIS else set()
            found.append(
                Ecart(REDEFINI, f"Définition : {_title(name)}", "", VAUCLUSE, earlier, text)
            )
    old = dict(before.read("parametres").select("cle", "valeur").iter_rows())
    for key, label, value in after.read("parametres").select("cle", "libelle", "valeur").rows():
        if key in old and old[key] != value:
            subjects |= {one for start, all_ in REGLES.items() if key.startswith(start)
                         for one in all_}  # fmt: skip
            found.append(Ecart(REDEFINI, label, "", VAUCLUSE, old[key], value))
    rules = _exit_rules(before.read, after.read)
    return [*found, *rules], subjects | set(SUIVI if rules else ())


def _exit_rules(before: Read, after: Read) -> list[Ecart]:
    """Rend les lignes de la liste des situations qu'une convention ou un avenant a changées."""
    try:
        old = _worths(before)
    except NonPublie:
        # Une photo prise avant que la liste ne soit publiée : on ne sait rien de la sienne.
        return []
    found = []
    for (label, since), (worth, text) in _worths(after).items():
        was = old.get((label, since), old.get((label, None)))
        if (label, since) not in old or was != (worth, text):
            when = f", à partir du {since:%d/%m/%Y}" if since else ""
            earlier = was[1] if was else ""
            found.append(Ecart(REDEFINI, f"Règle de sortie : {label}{when}", "", VAUCLUSE,
                               earlier, text))  # fmt: skip
    return found


def _worths(read: Read) -> dict[tuple[str, date | None], tuple[str, str]]:
    """Rend (situation, début de la règle) -> ce qu'elle vaut pour la convention, et en mots."""
    rows = read("regles_sorties").select("libelle", "date_debut", "convention", "date_fin").rows()
    return {
        (label, since): (f"{worth}/{until}", ISSUES[worth]) for label, since, worth, until in rows
    }


def _title(name: str) -> str:
    path = {**files(), **views()}.get(name)
    return description(path).titre if path else name


def _nature(subject: str, redefined: set[str], *, is_closed: bool) -> str:
    if subject in redefined:
        return REDEFINI
    return CORRIGE if is_closed else PASSE


def _months(before: Read, after: Read, redefined: set[str]) -> list[Ecart]:
    columns = ("mois", "heures_realisees", "est_provisoire")
    old = {row[0]: row[1:] for row in _rows(before, "heures_realisees_par_mois", columns)}
    new = dict(_rows(after, "heures_realisees_par_mois", columns[:2]))
    found = []
    for month in sorted(old.keys() | new.keys()):
        was, is_provisional = old.get(month, (None, True))
        if was != new.get(month):
            nature = _nature("heures", redefined, is_closed=not is_provisional)
            texts = _hours(was), _hours(new.get(month))
            found.append(Ecart(nature, "Heures réalisées", month, VAUCLUSE, *texts))
    return found


def _markets(before: Read, after: Read, redefined: set[str]) -> list[Ecart]:
    columns = ("annee", "en_cours", "est_complete")
    old = {row[0]: row[1:] for row in _rows(before, "marches_par_annee", columns)}
    new = dict(_rows(after, "marches_par_annee", columns[:2]))
    found = []
    for year in sorted(old.keys() | new.keys()):
        was, is_complete = old.get(year, (None, False))
        if was != new.get(year):
            nature = _nature("marches", redefined, is_closed=bool(is_complete))
            texts = _written(was), _written(new.get(year))
            found.append(Ecart(nature, "Marchés en cours", str(year), VAUCLUSE, *texts))
    return found


def _cells(before: Read, after: Read, redefined: set[str]) -> list[Ecart]:
    keys = ("annee", "mesure", "territoire", "code")
    columns = (*keys, "texte", "nom", "libelle")
    old = {row[:4]: row[4:] for row in _rows(before, "cellules", columns)}
    new = {row[:4]: row[4:] for row in _rows(after, "cellules", columns)}
    is_closed = _closed(before)
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key, ("", "", "")), new.get(key, ("", "", ""))
        if was[0] == now[0]:
            continue
        year, measure = key[0], key[1]
        nature = _nature(measure, redefined, is_closed=is_closed(measure, year) and key in old)
        place, label = now[1] or was[1], now[2] or was[2]
        subject = f"{SUJETS[measure]} : {label}"
        found.append(Ecart(nature, subject, str(year), place, was[0], now[0]))
    return found


def _closed(before: Read) -> Callable[[str, int], bool]:
    """Rend ce qui dit si une année était close, dans l'état d'avant, pour une mesure."""
    hours = _rows(before, "heures_realisees_par_annee",
                  ("annee", "est_complete", "est_provisoire"))  # fmt: skip
    full = {year for year, is_complete, is_provisional in hours
            if is_complete and not is_provisional}  # fmt: skip
    day: date = before("date_des_donnees").item()

    def is_closed(measure: str, year: int) -> bool:
        if measure == "beneficiaires":
            return year in full
        return year in full and day >= date(year + 1, *CLOTURE_SORTIES)

    return is_closed


def _rows(read: Read, nom: str, columns: tuple[str, ...]) -> list[tuple]:
    return read(nom).select(columns).rows()


def _hours(value: float | None) -> str:
    return "" if value is None else f"{spaced(round(value))} h"


def _written(value: int | None) -> str:
    return "" if value is None else spaced(value)
