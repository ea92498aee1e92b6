"""Les saletés de forme (dialecte, nombres, dates) et celles qui abîment les octets."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.support.ecriture_sale import Style
from tests.support.petit_monde import Tableau
from tests.support.salete import DESTRUCTRICE, INOFFENSIVE, REPARABLE, dirt, style_dirt

style_dirt("encodage", INOFFENSIVE, {"encodage": "cp1252"}, {"encodage": "utf-16"}, csv_seul=True)
style_dirt("bom", INOFFENSIVE, {"bom": b"\xef\xbb\xbf", "encodage": "utf-8"}, csv_seul=True)
style_dirt("separateur", INOFFENSIVE, {"separateur": "\t"}, {"separateur": "|"},
           {"separateur": ",", "annonce_sep": True}, {"annonce_sep": True}, {"separateur": ","},
           csv_seul=True)  # fmt: skip
style_dirt(
    "fins_de_ligne", INOFFENSIVE, {"fin_de_ligne": "\n"}, {"fin_de_ligne": "\r"}, csv_seul=True
)
style_dirt("milliers", INOFFENSIVE, {"milliers": " "}, {"milliers": "\u00a0"},
           {"milliers": "\u202f"})  # fmt: skip
style_dirt("point_decimal", INOFFENSIVE, {"decimale": "."})
style_dirt("point_de_milliers", REPARABLE, {"milliers": ".", "decimale": ","})
style_dirt("heures_h", INOFFENSIVE, {"suffixe_heures": " h"}, {"suffixe_heures": "h"})
style_dirt("heures_minutes", INOFFENSIVE, {"en_heures_minutes": True})
style_dirt("dates_autrement", INOFFENSIVE, {"date": "%Y-%m-%d"}, {"date": "%d-%m-%Y"},
           {"date": "%Y-%m-%d 00:00:00"}, {"date": "%d.%m.%Y"})  # fmt: skip
style_dirt("dates_en_serie", INOFFENSIVE, {"dates_en_serie": True})
style_dirt("dates_fuseau", REPARABLE, {"date": "%Y-%m-%dT00:00:00+01:00"})
style_dirt("oui_non_melange", INOFFENSIVE, {"oui_non_melange": True})
style_dirt("espaces", INOFFENSIVE, {"espaces": " "}, {"espaces": "\u00a0"})
style_dirt("accents_nfd", INOFFENSIVE, {"nfd": True})
style_dirt("casse", INOFFENSIVE, {"casse": "haut"}, {"casse": "bas"})
style_dirt("guillemets", INOFFENSIVE, {"guillemets": True}, csv_seul=True)
style_dirt("classeur", INOFFENSIVE, {"est_classeur_type": True}, {"est_classeur_type": False},
           classeur=True)  # fmt: skip


def _lines_changed(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda content: b"\r\n".join(change(content.split(b"\r\n")))


def _plain_text(style: Style) -> None:
    style.encodage, style.fin_de_ligne, style.bom = "utf-8", "\r\n", b""


@dirt(DESTRUCTRICE, rang=9, csv_seul=True)
def fichier_coupe(one: Tableau, style: Style, draw: random.Random) -> None:
    """Coupé au milieu de sa dernière ligne : il y manque au moins un séparateur."""
    _plain_text(style)
    mark, part = style.separateur.encode(), draw.uniform(0.3, 0.9)

    def cut(lines: list[bytes]) -> list[bytes]:
        last = lines[max(2, int(len(lines) * part)) - 1 :][0]
        kept = lines[: lines.index(last)]
        return [*kept, last[: max(1, last.rfind(mark, 0, int(len(last) * 0.7)))]]

    style.octets.append(_lines_changed(cut))


@dirt(DESTRUCTRICE, rang=9, csv_seul=True)
def ligne_decalee(one: Tableau, style: Style, draw: random.Random) -> None:
    """Un séparateur perdu dans une ligne : tout ce qui suit glisse d'une colonne."""
    _plain_text(style)
    mark, part = style.separateur.encode(), draw.random()

    def shift(lines: list[bytes]) -> list[bytes]:
        at = len(lines) - 2 - int(part * (len(one.lignes) - 1))
        # Hors des guillemets : une virgule perdue dans « 1 234,5 » est un autre nombre, pas un pas.
        cells = re.split(re.escape(mark) + rb'(?=(?:[^"]*"[^"]*")*[^"]*$)', lines[at])
        lost = 1 + int(part * (len(cells) - 3))
        lines[at] = mark.join([*cells[:lost], cells[lost] + cells[lost + 1], *cells[lost + 2 :]])
        return lines

    style.octets.append(_lines_changed(shift))


@dirt(DESTRUCTRICE, rang=9, csv_seul=True)
def octet_invalide(one: Tableau, style: Style, draw: random.Random) -> None:
    """Un seul octet latin-1 dans un fichier UTF-8 accentué."""
    _plain_text(style)
    style.octets.append(lambda content: content.replace("é".encode(), b"\xe9", 1))


@dirt(DESTRUCTRICE, rang=9, csv_seul=True)
def accents_abimes(one: Tableau, style: Style, draw: random.Random) -> None:
    """UTF-8 relu comme du cp1252 puis enregistré."""
    _plain_text(style)
    style.octets.append(
        lambda content: content.decode("utf-8").encode().decode("cp1252", "replace").encode()
    )
