"""Le document d'une séance : ce que le PowerPoint et l'édition statique contiennent tous deux.

Ni Streamlit ni Plotly : une séance entre, des diapositives et un relevé de décisions sortent.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import queries
from pages.pleniere.seance import Seance
from pages.pleniere.slide import Slide
from pages.shared.words.formatting import slug

TITRE = "Clauses sociales d'insertion en Vaucluse"
RELEVE = "decisions"
MENTION = "Chiffres protégés, diffusables"
EXEMPLE = "Données d'exemple, inventées"
SANS_NOTE = "Aucune décision à suivre ni aucun commentaire n'est enregistré."
# Un caractère de contrôle, un demi-caractère ou un code non attribué ne s'écrit pas en XML.
ILLISIBLES = ("Cc", "Cs", "Cn")


@dataclass(frozen=True)
class Document:
    """Ce qui est remis : les diapositives montrées, puis le relevé de décisions.

    `nom` est celui du fichier, sans extension ; `regle`, celle des effectifs arrondis.
    """

    titre: str
    sous_titre: str
    mention: str
    slides: tuple[Slide, ...]
    releve: Slide
    nom: str

    @property
    def regle(self) -> str:
        """La règle des effectifs, ou "" si aucune diapositive n'en montre."""
        return next((one.regle for one in self.slides if one.regle), "")


def document_of(seance: Seance, *, est_exemple: bool) -> Document:
    """Rend le document d'une séance ; le relevé y est toujours, même masqué à l'écran.

    Lève queries.DemandeInvalide si les chiffres protégés manquent.
    """
    shown = tuple(one for one in seance.shown() if one.code != RELEVE)
    releve = next(one for one in seance.slides() if one.code == RELEVE)
    photo = seance.figee
    place = _place(seance)
    moment = f"photo « {photo.nom} »" if photo else f"données au {releve.date_donnees}"
    return Document(
        titre=TITRE,
        sous_titre=f"Comité de pilotage · {seance.annee} · {place} · {moment}",
        mention=f"{MENTION} · {EXEMPLE}" if est_exemple else MENTION,
        slides=shown,
        releve=releve,
        nom=name_of(seance),
    )


def name_of(seance: Seance) -> str:
    """Rend le nom des fichiers : « pleniere_2025_cove_2026-09-30 », sans extension."""
    parts = ("pleniere", str(seance.annee), slug(_place(seance)), _moment_slug(seance))
    return "_".join(parts)


def _place(seance: Seance) -> str:
    if not seance.epci:
        return "tout le Vaucluse"
    names = dict(queries.contours("epci").select("code", "nom").iter_rows())
    return names.get(seance.epci, seance.epci)


def _moment_slug(seance: Seance) -> str:
    """Rend ce qui date le fichier : le code de la photo, ou la date des données."""
    if seance.photo:
        return f"photo-{slug(seance.photo)}"
    day = queries.run_protected("date_des_donnees", seance.store, seance.generation).item()
    return day.isoformat() if day else f"publication-{seance.generation}"


def inert(text: str) -> str:
    """Rend un texte qui s'écrit tel quel en XML et en HTML, une fois échappé."""
    return "".join(one for one in text if unicodedata.category(one) not in ILLISIBLES)


def cut(text: str, limit: int) -> str:
    """Rend un texte inerte, coupé s'il déborderait."""
    said = inert(text)
    return said if len(said) <= limit else f"{said[: limit - 1].rstrip()}…"


def rows_of(slide: Slide) -> tuple[tuple[str, ...], ...]:
    """Rend le tableau d'une diapositive, en-têtes comprises ; vide s'il n'a aucune ligne.

    Une case vide y porte un tiret : un blanc se lit comme un oubli. Les lignes d'une carte portent
    le rang écrit sur la carte.
    """
    if len(slide.tableau) < 2:
        return ()
    is_map = slide.dessin is not None and slide.dessin.forme == "carte"
    names = ranked(slide.dessin.categories) if is_map else {}
    return tuple(
        tuple(inert(names.get(cell, cell) if place == 0 else cell) or "–"
              for place, cell in enumerate(row))
        for row in slide.tableau
    )  # fmt: skip


def ranked(names: tuple[str, ...]) -> dict[str, str]:
    """Rend nom -> « rang. nom », dans l'ordre donné."""
    return {name: f"{place}. {name}" for place, name in enumerate(names, start=1)}


def facts(slide: Slide) -> tuple[tuple[str, str], ...]:
    """Rend ce qu'il faut savoir d'une diapositive, par libellé ; ce qui est vide manque."""
    every = (
        ("Définition", slide.definition),
        ("Source", slide.source),
        ("Données au", slide.date_donnees),
        ("Périmètre", slide.perimetre),
        ("Règle", slide.regle),
        ("Notes", slide.notes),
    )
    return tuple((label, inert(text)) for label, text in every if text)
