"""L'édition statique : un seul fichier HTML, sans script, que tout téléphone ouvre et imprime.

Les mêmes diapositives qu'à l'écran, chacune une section : constat, dessin, tableau, définition.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pages.pleniere import carte
from pages.pleniere.document import SANS_NOTE, Document, facts, rows_of
from pages.pleniere.edition.svg import safe, svg
from pages.pleniere.slide import Slide

CSS = Path(__file__).parent / "edition.css"
# Rien ne se charge d'ailleurs, et rien ne s'exécute : le navigateur lui-même le refuse.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def edition_bytes(document: Document) -> bytes:
    """Rend l'édition statique d'un document, en UTF-8."""
    sections = [*document.slides, document.releve]
    body = "".join(_section(one, est_releve=one is document.releve) for one in sections)
    page = (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{safe(document.titre)} · {safe(document.sous_titre)}</title>"
        # Sans cette icône vide, un navigateur en demanderait une au serveur.
        f'<link rel="icon" href="data:,"><style>{_css()}</style></head>'
        '<body><a class="evitement" href="#contenu">Aller au contenu</a>'
        f"{_header(document)}{_contents(sections)}"
        f'<main id="contenu" tabindex="-1">{body}</main>{_footer(document)}</body></html>\n'
    )
    return page.encode("utf-8")


@cache
def _css() -> str:
    return CSS.read_text("utf-8")


def _header(document: Document) -> str:
    return (
        f'<header><p class="mention">{safe(document.mention)}</p><h1>{safe(document.titre)}</h1>'
        f'<p class="sous-titre">{safe(document.sous_titre)}</p></header>'
    )


def _contents(slides: list[Slide]) -> str:
    links = "".join(f'<li><a href="#{safe(one.code)}">{safe(one.nom)}</a></li>' for one in slides)
    return (
        '<nav aria-labelledby="sommaire"><h2 id="sommaire">Sommaire</h2>'
        f"<ol>{links}</ol></nav>"
    )  # fmt: skip


def _footer(document: Document) -> str:
    rule = f"<p>{safe(document.regle)}</p>" if document.regle else ""
    back = '<p><a href="#contenu">Revenir en haut</a></p>'
    return f"<footer><p>{safe(document.mention)}</p>{rule}{back}</footer>"


def _section(slide: Slide, *, est_releve: bool = False) -> str:
    code = safe(slide.code)
    title = "Relevé de décisions" if est_releve else slide.titre
    # Le relevé dit ses notes dans son tableau : les répéter en phrases n'apprendrait rien.
    phrases = slide.phrases[len(slide.tableau[1:]) :] if est_releve else slide.phrases
    table = _table(slide, slide.nom)
    if est_releve and not table:
        phrases = (SANS_NOTE, *phrases)
    said_phrases = "".join(f"<p>{safe(one)}</p>" for one in phrases)
    return (
        f'<section id="{code}" aria-labelledby="titre-{code}"><h2 id="titre-{code}">'
        f'{safe(title)}</h2><p class="mesure">{safe(slide.mesure)}</p>{_cards(slide)}'
        f'<div class="phrases">{said_phrases}</div>'
        f'<div class="{_pairing(slide)}">{_figure(slide)}{table}</div>{_facts(slide)}</section>'
    )


def _pairing(slide: Slide) -> str:
    """Un tableau de plus de quatre colonnes ne tient pas à côté du dessin sur une feuille."""
    return "paire large" if slide.tableau and len(slide.tableau[0]) > 4 else "paire"


def _cards(slide: Slide) -> str:
    if not slide.chiffres:
        return ""
    cards = "".join(
        f"<div><dt>{safe(label)}</dt><dd>{safe(text)}</dd></div>" for label, text in slide.chiffres
    )
    return f'<dl class="chiffres">{cards}</dl>'


def _figure(slide: Slide) -> str:
    if slide.dessin is None or not slide.dessin.categories:
        return ""
    reading = f"<figcaption>{safe(carte.LECTURE)}</figcaption>"
    caption = reading if slide.dessin.forme == "carte" else ""
    return f"<figure>{svg(slide.dessin, safe(slide.code), slide.titre)}{caption}</figure>"


def _table(slide: Slide, name: str) -> str:
    rows = rows_of(slide)
    if not rows:
        return ""
    code = safe(slide.code)
    heads = "".join(f'<th scope="col">{safe(one)}</th>' for one in rows[0])
    lines = "".join(
        f'<tr><th scope="row">{safe(first)}</th>'
        + "".join(f"<td>{safe(one)}</td>" for one in others)
        + "</tr>"
        for first, *others in rows[1:]
    )
    kind = "mots" if slide.code in ("decisions", "changements") else "nombres"
    # Le cadre défile seul, au clavier aussi, quand l'écran est plus étroit que le tableau.
    return (
        f'<div class="cadre" role="region" tabindex="0" aria-labelledby="tableau-{code}">'
        f'<table class="{kind}"><caption id="tableau-{code}">Tableau : {safe(name)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _facts(slide: Slide) -> str:
    lines = "".join(
        f"<div><dt>{safe(label)}</dt><dd>{safe(text)}</dd></div>" for label, text in facts(slide)
    )
    return f'<dl class="faits">{lines}</dl>'
