"""La commande des accès : lister, expliquer, donner, retirer un droit, et relire l'historique."""

from __future__ import annotations

import argparse
from datetime import date

from data.check import values
from data.publish.acces import (
    AccesRefuse,
    Attribution,
    Identite,
    Registre,
    access_path,
    droit_de,
    explained,
    give,
    history,
    read_access,
    read_journal,
    said_dates,
    said_given,
    said_role,
    withdraw,
)

# Un registre n'est une serrure que sur un serveur où l'on se connecte.
EFFET = (
    "Un serveur applique ce registre dès qu'une connexion y est réglée (README, « Le mettre sur un "
    "serveur ») ; sans elle, qui l'atteint lit tout."
)


def run_access(args: argparse.Namespace) -> int:
    """Exécute un geste ; rend 1 si le registre est abîmé ou a des lignes ignorées."""
    gestures = {
        "lister": _list,
        "donner": _give,
        "retirer": _withdraw,
        "pour": _explain,
        "historique": _history,
        "journal": _journal,
    }
    gestures[args.geste](args)
    found = read_access()
    if found.degat:
        raise AccesRefuse(f"{found.degat.phrase}. Corrigez « {access_path()} ».")
    return 1 if found.ignorees else 0


def _list(args: argparse.Namespace) -> None:
    found, day = read_access(), _day(args.le) or date.today()
    for number, one in found.lignes.items():
        said = [said_role(one), _who(one), said_dates(one, day), one.motif]
        print(f"{number}. {' · '.join(filter(None, said))}")
    _say_ignored(found)
    if not found.lignes and not found.degat:
        print("Aucun droit n'est donné : chacun n'a que la plénière.")
    print(EFFET)


def _say_ignored(found: Registre) -> None:
    for number, why in found.ignorees.items():
        print(f"{number}. Ligne ignorée, elle ne donne rien : {why}.")


def _give(args: argparse.Namespace) -> None:
    given = {one: getattr(args, one) for one in ("epci", "structure", "email", "domaine")}
    kept = {name: value for name, value in given.items() if value}
    if args.revendication:
        kept["revendication"] = args.revendication
    start, end = _day(args.du) or date.today(), _day(args.au)
    if end is None:
        raise AccesRefuse("Dites jusqu'à quand (--au 2028-12-31) : un droit a une fin.")
    row = {"role": args.quoi, **kept, "du": start, "au": end}
    number = give(row | ({"motif": args.motif} if args.motif else {}), args.par)
    print(said_given(number, read_access().lignes[number]))
    print(EFFET)


def _withdraw(args: argparse.Namespace) -> None:
    if not args.quoi.isdecimal():
        raise AccesRefuse("Dites le numéro du droit à retirer : « python -m data acces ».")
    withdraw(int(args.quoi), args.par)
    print(f"Droit n° {args.quoi} retiré. Sa ligne reste écrite.")


def _explain(args: argparse.Namespace) -> None:
    if "@" not in args.quoi:
        raise AccesRefuse("Dites l'adresse à expliquer : « python -m data acces pour ADRESSE ».")
    day = _day(args.le) or date.today()
    found = droit_de(Identite(args.quoi), day, read_access().attributions)
    print(*explained(found), sep="\n")
    print(EFFET)


def _history(_args: argparse.Namespace) -> None:
    for one in history():
        number = f" le droit n° {one['numero']}" if "numero" in one else " du fichier"
        print(f"{one.get('le', '?')} · {one.get('geste', '?')}{number} · {one.get('par', '?')}")


def _journal(_: argparse.Namespace) -> None:
    for one in read_journal():
        said = " · ".join(part for part in (one.sorte, one.qui, one.quoi) if part)
        print(f"{one.le:%d/%m/%Y %H:%M} · {said}")


def _who(one: Attribution) -> str:
    return f"{one.sorte} {one.valeur}"


def _day(text: str) -> date | None:
    if not text:
        return None
    found = values.read_date(text)
    if found is None:
        raise AccesRefuse(f"« {text} » n'est pas une date : écrivez aaaa-mm-jj (2026-09-30).")
    return found
