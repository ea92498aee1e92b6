"""Les listes de la page PNAD à l'écran : une ligne par contrat, du HTML inerte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from pages.pnad.answers import Row
from pages.shared.frame.tables import framed, rest_note
from pages.shared.words.formatting import UNKNOWN, escape, euros, to_html, typeset
from pages.shared.words.labels import word
from pages.shared.words.structures import STRUCTURE_NAMES

ROWS_SHOWN = 100
PROSPECT_HEADS = ("Contrat", "Acheteur", "Montant HT", "Fin attendue", "Déclaré", "Titulaires")
LAW_HEADS = ("Contrat", "Acheteur", "Montant HT et seuil", "Notifié", "Situation", "À vérifier")
PAIR_HEADS = ("Constat", "Acheteur", "Déclaré (DECP)", "Suivi (facilitateurs)", "Confiance")
DOUBLE_HEADS = ("N° fusionné", "N° gardé", "Acheteur et objet", "Montant HT", "Notifié", "Pourquoi")


def prospects_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend les contrats à préparer ; `frame` : pnad_prospects."""
    return _table(frame, caption, PROSPECT_HEADS, _prospect)


def law_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend les contrats visés sans clause ; `frame` : pnad_loi_climat."""
    return _table(frame, caption, LAW_HEADS, _law)


def pairs_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend le déclaré en regard du suivi ; `frame` : pnad_rapprochement."""
    return _table(frame, caption, PAIR_HEADS, _pair)


def doubles_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend les contrats fusionnés et celui qui les remplace ; `frame` : pnad_doublons."""
    return _table(frame, caption, DOUBLE_HEADS, _double)


def _table(
    frame: pl.DataFrame, caption: str, heads: Sequence[str], row: Callable[[Row], Sequence[str]]
) -> str:
    titles = "".join(f'<th scope="col">{typeset(one)}</th>' for one in heads)
    lines = []
    for one in frame.head(ROWS_SHOWN).iter_rows(named=True):
        first, *cells = row(one)
        others = "".join(f"<td>{cell}</td>" for cell in cells)
        lines.append(f'<tr><th scope="row" class="long">{first}</th>{others}</tr>')
    rest = rest_note(frame.height - ROWS_SHOWN, "autre ligne", "autres lignes")
    return framed(caption, titles, "".join(lines), "marches") + rest


def _prospect(row: Row) -> Sequence[str]:
    return (
        _with_detail(row["objet"], f"n° {row['numero']}", row["cpv_libelle"]),
        _buyer(row),
        _amount(row["montant_eur"]),
        _with_detail(_day(row["date_fin"]), f"notifié {_day(row['date_notification'])}"),
        _declared(row),
        to_html(str(row["titulaires"] or UNKNOWN)),
    )


def _law(row: Row) -> Sequence[str]:
    limit = f"seuil {euros(row['seuil_eur'])}"
    return (
        _with_detail(row["objet"], f"n° {row['numero']}", word("forme", str(row["forme"]))),
        _buyer(row),
        f'{_amount(row["montant_eur"])}<span class="detail">{to_html(limit)}</span>',
        to_html(_day(row["date_notification"])),
        to_html(word("situation", str(row["situation"]))),
        to_html(_to_check(row)),
    )


def _to_check(row: Row) -> str:
    """Dit ce que l'acheteur seul peut confirmer avant de conclure."""
    points = ["date de la consultation", "dérogation motivée"]
    if row["est_travaux_courts"]:
        points[1] = "dérogation probable : travaux de moins de six mois"
    if row["est_objet_inconnu"]:
        points.append("nature de l'achat, non renseignée")
    return " ; ".join(points)


def _pair(row: Row) -> Sequence[str]:
    number = f"n° {row['numero']}" if row["numero"] else ""
    followed = " · ".join(
        filter(
            None,
            (
                STRUCTURE_NAMES.get(str(row["structure"]), ""),
                f"n° {row['numero_marche']}" if row["numero_marche"] else "",
                f"lot {row['numero_lot']}" if row["numero_lot"] else "",
            ),
        )
    )
    return (
        to_html(str(row["constat_libelle"])),
        to_html(str(row["acheteur_nom"] or UNKNOWN)),
        _side(row["objet_declare"], number, row["date_declaree"], row["montant_declare_eur"], row)
        if row["cle"]
        else "absent",
        _side(row["objet_suivi"], followed, row["date_suivie"], row["montant_suivi_eur"])
        if row["marche_id"]
        else to_html(str(row["entreprise"] or "non suivi")),
        _confidence(row),
    )


def _side(
    text: object, number: str, day: object, amount: object, declared: Row | None = None
) -> str:
    more = _declaration(declared) if declared else ""
    parts = (number, _day(day), "" if amount is None else euros(amount), more)
    return _with_detail(text, *parts)


def _confidence(row: Row) -> str:
    if not row["confiance"]:
        return "sans rapprochement"
    return _with_detail(word("confiance", row["confiance"]), word("raison", str(row["raison"])))


def _double(row: Row) -> Sequence[str]:
    return (
        to_html(str(row["numero"])),
        to_html(str(row["numero_garde"])),
        _with_detail(row["acheteur_nom"], row["objet"]),
        _amount(row["montant_eur"]),
        to_html(_day(row["date_notification"])),
        to_html(word("raison", str(row["raison"]))),
    )


def _buyer(row: Row) -> str:
    codes = str(row["structures"] or "").split("|")
    names = [STRUCTURE_NAMES.get(code, code) for code in codes if code]
    return _with_detail(row["acheteur_nom"], row["nom_epci"], " et ".join(names))


def _declared(row: Row) -> str:
    return to_html(_declaration(row))


def _declaration(row: Row) -> str:
    return str(row["declaration"] or word("statut_social", str(row["statut_social"])))


def _amount(value: object) -> str:
    return f'<span class="montant">{escape(euros(value))}</span>'


def _with_detail(head: object, *details: object) -> str:
    detail = " · ".join(str(one) for one in details if one)
    return f'{to_html(str(head or UNKNOWN))}<span class="detail">{to_html(detail)}</span>'


def _day(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else UNKNOWN
