"""Les règles et les versements du Département en lignes : du HTML inerte, lisible au clavier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import polars as pl

from pages.shared.frame.tables import framed
from pages.shared.words.formatting import (
    HARD_SPACE,
    counted,
    day,
    euros,
    number,
    percent,
    to_html,
    typeset,
)
from pages.shared.words.structures import STRUCTURE_NAMES

Row = dict[str, object]
# respect -> signe, mots. Le signe double la couleur.
RESPECTS = {
    "oui": ("✓", "tient"),
    "non": ("✕", "ne tient pas"),
    "inconnu": ("?", "ne peut être dit"),
}
STATES = {
    "recu": ("✓", "reçu", "oui"),
    "en_retard": ("✕", "en retard", "non"),
    "attendu": ("…", "attendu", "inconnu"),
    "inconnu": ("?", "ne peut être dit", "inconnu"),
}
RULE_HEADS = ("Périmètre", "Constat", "Seuil", "La règle", "Écart (points)", "Écart (€)")
PAYMENT_HEADS = ("Structure", "Versement", "Dû", "Reçu", "Reste", "État", "Pièce attendue")
BROKEN_NAMED = 2
SENSES = {"max": "au plus", "min": "au moins", "egal": "exactement"}


def rules_words(frame: pl.DataFrame) -> str:
    """Dit combien de lectures des règles tiennent : « 9 tiennent, 2 ne tiennent pas »."""
    counts = dict(frame.group_by("respect").len().iter_rows())
    words = (
        ("oui", "tient", "tiennent"),
        ("non", "ne tient pas", "ne tiennent pas"),
        ("inconnu", "ne peut être dite", "ne peuvent être dites"),
    )
    # Les règles rompues se nomment là où elles se comptent.
    told = [
        counted(counts[code], one, many) + (_broken(frame) if code == "non" else "")
        for code, one, many in words
        if counts.get(code)
    ]
    checks = counted(frame.height, "vérification", "vérifications")
    return f"{checks} des règles de la convention : {', '.join(told)}"


def _broken(frame: pl.DataFrame) -> str:
    """Nomme les premières règles rompues : « (Grand Avignon, 8,50 % pour 10 % au moins) »."""
    rows = frame.filter(respect="non").head(BROKEN_NAMED).rows(named=True)
    named = [
        f"{row['nom_perimetre']}, {percent(row['constat_pct'], 2)} pour "
        f"{percent(row['seuil_pct'], 0)} {SENSES[str(row['sens'])]}"
        for row in rows
    ]
    return f" ({' ; '.join(named)})" if named else ""


def rules_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend les règles : une ligne de titre par règle (avec son article), une par périmètre.

    `frame` : regles_financement.
    """
    spans_years = frame["annee"].n_unique() > 1
    body = []
    for rule in frame.partition_by("regle", maintain_order=True):
        rows = rule.rows(named=True)
        body.append(_rule_title(rows[0]))
        body.extend(_rule_row(row, spans_years) for row in rows)
    return rows_table("regles", caption, RULE_HEADS, body)


def _rule_title(row: Row) -> str:
    quoted = f"« {row['texte']} »"
    waiting = " · lecture à confirmer" if row["statut"] == "a_confirmer" else ""
    detail = f"Convention, {row['article']} : {quoted}{waiting}"
    return (
        f'<tr class="titre"><th scope="rowgroup" colspan="{len(RULE_HEADS)}">'
        f'{to_html(str(row["libelle"]))}<span class="detail">{to_html(detail)}</span></th></tr>'
    )


def _rule_row(row: Row, spans_years: bool) -> str:
    place = f"{row['nom_perimetre']}, {row['annee']}" if spans_years else str(row["nom_perimetre"])
    return rule_line(place, row, str(row["raison"] or ""))


def rule_line(head: str, row: Row, reason: str = "") -> str:
    """Rend la ligne d'une règle : constat_pct, seuil_pct, sens, respect, ecart_pct, ecart_eur."""
    limit = f"{percent(row['seuil_pct'], 0)} {SENSES[str(row['sens'])]}"
    more = f'<span class="detail">{to_html(reason)}</span>' if reason else ""
    cells = (percent(row["constat_pct"], 2), limit)
    gaps = (signed(row["ecart_pct"]), signed(row["ecart_eur"]))
    sign, words = RESPECTS[str(row["respect"])]
    return (
        f'<tr><th scope="row">{to_html(head)}</th>{_numbers(cells)}'
        f"<td>{_badge(sign, words, str(row['respect']))}{more}</td>{_numbers(gaps)}</tr>"
    )


def _numbers(texts: Iterable[str]) -> str:
    return "".join(f'<td class="nombre">{to_html(text)}</td>' for text in texts)


def signed(value: float | Decimal | None, decimals: int = 2) -> str:
    """Écrit un écart avec son signe : « +2,40 » ; vide s'il est inconnu."""
    if value is None:
        return ""
    return f"{'+' if value > 0 else ''}{number(value, decimals)}"


def _badge(sign: str, words: str, kind: str) -> str:
    return f'<span class="respect {kind}"><b aria-hidden="true">{sign}</b> {words}</span>'


def regles_par_poste(frame: pl.DataFrame) -> str:
    """Dit les règles qui ne tiennent pas sur un poste pris seul ; vide s'il n'y en a pas.

    `frame` : regles_par_poste.
    """
    rows = frame.filter(respect="non").rows(named=True)
    if not rows:
        return ""
    told = [
        f"{row['nom_perimetre']} : « {row['libelle']} », "
        f"le constat est {percent(row['constat_pct'], 2)} ({signed(row['ecart_pct'])} points, "
        f"{signed(row['ecart_eur'])}{HARD_SPACE}€)"
        for row in rows
    ]
    count = counted(len(rows), "règle ne tient pas", "règles ne tiennent pas")
    return f"Poste par poste, {count}. {' ; '.join(told)}."


def payments_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend l'acompte et le solde du Département, une ligne chacun par structure.

    `frame` : versements_departement.
    """
    spans_years = frame["annee"].n_unique() > 1
    body = [_payment_row(row, spans_years) for row in frame.iter_rows(named=True)]
    return rows_table("versements", caption, PAYMENT_HEADS, body)


def _payment_row(row: Row, spans_years: bool) -> str:
    name = STRUCTURE_NAMES[str(row["structure"])]
    place = f"{name}, {row['annee']}" if spans_years else name
    kind = "Acompte" if row["nature_versement"] == "acompte" else "Solde"
    sign, words, color = STATES[str(row["etat"])]
    amounts = _numbers(euros(row[one], 2) for one in ("attendu_eur", "verse_eur", "reste_eur"))
    document = "" if row["etat"] == "recu" else str(row["piece_attendue"] or "")
    return (
        f'<tr><th scope="row">{to_html(place)}</th>'
        f"<td>{kind} ({to_html(percent(row['seuil_pct'], 0))})</td>{amounts}"
        f'<td>{_badge(sign, words, color)}<span class="detail">{to_html(_when(row))}</span></td>'
        f"<td>{to_html(document)}</td></tr>"
    )


def _when(row: Row) -> str:
    if row["etat"] == "recu":
        return f"le {day(row['date_versement'])}" if row["date_versement"] else ""
    if row["date_attendue"] is None:
        return "date limite non fixée par la convention"
    return f"dû le {day(row['date_attendue'])}, faute de date de signature"


def payments_words(frame: pl.DataFrame) -> str:
    """Dit où en sont l'acompte et le solde : « 2 acomptes reçus sur 3, 1 en retard »."""
    told = []
    for kind in ("acompte", "solde"):
        rows = frame.filter(nature_versement=kind)
        received, late = (rows.filter(etat=state).height for state in ("recu", "en_retard"))
        if rows.height:
            more = f", {number(late)} en retard" if late else ""
            words = counted(received, f"{kind} reçu", f"{kind}s reçus")
            told.append(f"{words if received else f'aucun {kind} reçu'} sur {rows.height}{more}")
    return f"Département : {' ; '.join(told)}"


def rows_table(kind: str, caption: str, heads: Sequence[str], body: Iterable[str]) -> str:
    """Rend un tableau dont les lignes sont déjà écrites ; son titre n'est lu qu'à voix haute."""
    titles = "".join(f'<th scope="col">{typeset(one)}</th>' for one in heads)
    return framed(caption, titles, "".join(body), kind)


def group_title(name: str, width: int) -> str:
    """Rend la ligne qui nomme un groupe de lignes, sur toute la largeur."""
    return f'<tr class="titre"><th scope="rowgroup" colspan="{width}">{to_html(name)}</th></tr>'
