"""Du texte d'une cellule à une valeur : nombres, dates, SIRET, oui/non, en expressions Polars.

Chaque fonction prend une expression de texte et rend une expression du type voulu, nulle si le
texte ne se lit pas. Rien n'est deviné : le jour vient avant le mois, vide n'est pas « Non ».
"""

from data.check.values.dates import (
    FINS,
    age_on,
    date,
    is_month_first,
    is_open_end,
    month,
    read_date,
)
from data.check.values.numbers import SPACES, amount, bare, number
from data.check.values.texts import each_once, is_unread, normalized, plain, plain_texts, yes_no

__all__ = [
    "FINS",
    "SPACES",
    "age_on",
    "amount",
    "bare",
    "date",
    "each_once",
    "is_month_first",
    "is_open_end",
    "is_unread",
    "month",
    "normalized",
    "number",
    "plain",
    "plain_texts",
    "read_date",
    "yes_no",
]
