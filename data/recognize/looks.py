"""Ce qu'est un texte reçu : un intitulé, une valeur, un nom peut-être ; et s'il peut être redit.

Les cellules d'une ligne de données ne sont jamais citées : ce seraient des noms et des naissances.
Un nom propre n'a pas de forme : il se reconnaît à ce qu'il n'est pas de notre vocabulaire. Un
intitulé, un onglet ou un libellé qui n'en est pas se désigne par sa place, et ne se retient pas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from data.columns import COLUMNS
from data.formats import formats
from data.recognize.lexicon import CONTEXTE, GROUPES, JAMAIS, VIDES, stem
from data.reference import find_commune, labels, load
from data.words import month_of, normalize

# Une date entière, un nombre à décimales ou de plus de quatre chiffres, une adresse : des données.
DONNEE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|\d+[.,]\d+$|\d{5,}|\S+@\S+")
REPONSES = frozenset({"f", "h", "m", "femme", "homme", "oui", "non", "o", "n", "mme"})
PLACE = re.compile(r"^(colonne|onglet|libellé de la ligne) \d+$")
# Mots courants des logiciels, qui ne nomment aucune de nos colonnes.
COURANTS = (
    "accompagnement accord attribution autre avance bilan civil commentaire complet constate "
    "conseiller courant dernier derniere detail diplome donnee dossier durable ecart eleve emploi "
    "employe exercice export extraction fiche fichier groupe handicap hebdomadaire identite "
    "initial interim journal jj liste mche mm aaaa moyen moyenne observation occupe option ordre "
    "origine pointage prevision qui recap recapitulatif reconnu releve reste resultat retenu "
    "feuil feuille onglet sheet salaries source suivi synthese tableau total travail typologie ue "
    "hue usuel valeur vise volume paie bulletin salaire brut net agent agence antenne client site "
    "edition ligne rang ancien nouveau principal secondaire initiale finale cumul cumule mensuel "
    "annuel trimestre semestre semaine solde effectif presence absence unite quantite prix actif "
    "actuel nord sud est ouest haut vaucluse avignon secteur service pole parcours etape avis "
    "remarque precision information divers comite visite appel courrier reunion sans avec selon "
    "mecene mecenat fondation prive bailleur association europe fonds propre mutuelle "
    "chantier ouvrage batiment voirie travaux nettoyage entretien espace vert affaire"
)
NOMBRE = re.compile(r"^[-+]?[\d.,;:hHoOlI€%\s\u00a0\u202f]{1,12}$")
JOUR_RECENT = re.compile(r"^\d{1,2}[/.\-]\d{1,2}[/.\-]20(?:1[2-9]|[2-9]\d)$")
LONGUEUR = 80
ABREGE = 3
LISTES = ("situation", "programme", "structure", "epci")


def looks_like_data(texts: Iterable[str]) -> bool:
    """Dit si ces cellules sont celles d'une ligne de données : une date, un sexe, une commune."""
    return any(map(is_value, texts))


def is_value(text: str) -> bool:
    """Dit si un texte est une valeur, qu'aucun intitulé n'aurait."""
    if month_of(text):
        return False
    plain = normalize(text)
    # « N° » se réduit à « n », mais c'est l'intitulé le plus courant.
    is_answer = plain in REPONSES and not set(text) & set("°º№")
    return bool(DONNEE.match(text.strip()) or is_answer or find_commune(text))


def cited(headings: dict[str, str], count: int) -> str:
    """Cite des intitulés (colonne de la grille -> texte) ; une valeur, par sa seule place."""
    shown = [
        f"colonne {int(name.removeprefix('c')) + 1}"
        if is_value(text) or is_place(text)
        else f"« {text[:40]} »"
        for name, text in list(headings.items())[:count]
    ]
    return ", ".join(shown)


def sayable(text: str) -> bool:
    """Dit si un texte n'est fait que de mots du métier, abrégés ou non, et de petits nombres."""
    parts = [part for part in normalize(text).split("_") if part]
    is_short = len(text) <= LONGUEUR and sum(letter.isdigit() for letter in text) <= ABREGE * 2
    return bool(month_of(text)) or (is_short and bool(parts) and all(map(_is_ours, parts)))


def harmless(text: str) -> bool:
    """Dit si une cellule peut être montrée : des mots du métier, un nombre court, un jour."""
    is_number = sum(letter.isdigit() for letter in text) <= ABREGE * 2 and NOMBRE.match(text)
    return sayable(text) or bool(is_number) or bool(JOUR_RECENT.match(text))


def said(text: str, place: str) -> str:
    """Rend un texte qui peut être redit, sinon sa place."""
    return text if sayable(text) else place


def is_place(text: str) -> bool:
    """Dit si un texte désigne une place dans un fichier : il ne vaut que pour ce fichier."""
    return bool(PLACE.match(text))


def is_kept(text: str) -> bool:
    """Dit si une correspondance peut retenir ce texte pour les prochains fichiers."""
    return sayable(text) and not is_place(text)


@cache
def _is_ours(part: str) -> bool:
    short = stem(part.rstrip("0123456789"))
    if len(short) < ABREGE or part.isdigit() or short in _vocabulary():
        return True
    # « prév », « part » : le début d'un mot du métier.
    return any(word.startswith(short) for word in _vocabulary())


@cache
def _vocabulary() -> frozenset[str]:
    """Les mots de nos formats, de nos colonnes et de nos listes de valeurs, au singulier."""
    texts = [one.label for one in (*formats().values(), *COLUMNS.values())]
    for one in formats().values():
        texts += [text for admitted in one.headings.values() for text in admitted]
        texts += one.dropped
    codes = load()["ref_code"]
    texts += [text for name in ("libelle", "alias") for text in codes[name].drop_nulls()]
    texts += [text for name in LISTES for text in labels(name).values()]
    texts += [*GROUPES, *JAMAIS, *CONTEXTE, *VIDES, COURANTS]
    return frozenset(stem(part) for text in texts for part in normalize(text).split("_") if part)
