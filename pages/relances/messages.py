"""Le message prêt à coller : à qui, ce qui est demandé, ligne à ligne, et rien de personnel."""

from __future__ import annotations

from datetime import date

import polars as pl

from pages.relances.lists import Liste
from pages.shared.words.formatting import UNKNOWN, counted, day
from pages.shared.words.labels import word

LINES_SAID = 60
EVERYONE = ""


def recipients(one: Liste, frame: pl.DataFrame) -> dict[str, str]:
    """Rend à qui la liste s'adresse : valeur de la colonne -> nom ; d'abord tous ensemble."""
    found = frame[one.vers].fill_null(UNKNOWN).unique().sort().to_list()
    return {EVERYONE: "Tous"} | {value: word(one.vers, value) for value in found}


def kept_for(one: Liste, frame: pl.DataFrame, recipient: str) -> pl.DataFrame:
    """Rend les lignes d'un destinataire ; toutes sans destinataire."""
    if recipient == EVERYONE:
        return frame
    return frame.filter(pl.col(one.vers).fill_null(UNKNOWN) == recipient)


def message(one: Liste, frame: pl.DataFrame, dated: date | None, recipient: str = EVERYONE) -> str:
    """Rend le message à envoyer : une phrase, une ligne par cas, la demande."""
    kept = kept_for(one, frame, recipient)
    rows = kept.head(LINES_SAID).rows(named=True)
    said = [f"- {_named(one, row, recipient)}{one.line(row)}" for row in rows]
    left = kept.height - len(rows)
    if left > 0:
        said.append(f"- et {counted(left, 'autre ligne', 'autres lignes')} dans le fichier joint")
    head = f"D'après les données au {day(dated)} : {one.counted(kept)}."
    return "\n".join(["Bonjour,", "", head, "", *said, "", one.demande, "", "Bien à vous,"])


def _named(one: Liste, row: dict[str, object], recipient: str) -> str:
    """Nomme le destinataire d'une ligne quand le message s'adresse à tous."""
    if recipient != EVERYONE or one.vers == "acheteur":
        return ""
    value = row[one.vers]
    return f"{word(one.vers, str(value)) if value else 'sans destinataire connu'} : "
