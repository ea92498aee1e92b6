"""La commande des accès : lister, expliquer, donner, retirer un droit, et relire l'historique."""

from __future__ import annotations

import argparse
from datetime import date

from data.check import values
from data.publish.acces import (
    ROLES,
    AccesRefuse,
    Attribution,
    Droit,
    Identite,
    Registre,
    access_path,
    droit_de,
    give,
    history,
    read_access,
    read_journal,
    withdraw,
)
from data.reference import load

# Tant que rien ne les applique, la commande le dit : un registre n'est pas une serrure.
SANS_EFFET = (
    "Ce registre prépare les droits ; cette version ne les applique pas encore : qui atteint le "
    "serveur voit ce que dit « Le mettre sur un serveur » du README."
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
        print(f"{number}. {_named(one)} · {_dates(one, day)}{f' · {one.motif}' * bool(one.motif)}")
    _say_ignored(found)
    if not found.lignes and not found.degat:
        print("Aucun droit n'est donné : chacun n'aurait que la plénière.")
    print(SANS_EFFET)


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
    print(f"Droit n° {number} donné : {_named(read_access().lignes[number])}.")
    print(SANS_EFFET)


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
    print(SANS_EFFET)


def _history(_args: argparse.Namespace) -> None:
    for one in history():
        number = f" le droit n° {one['numero']}" if "numero" in one else " du fichier"
        print(f"{one.get('le', '?')} · {one.get('geste', '?')}{number} · {one.get('par', '?')}")


def _journal(_: argparse.Namespace) -> None:
    for one in read_journal():
        said = " · ".join(part for part in (one.sorte, one.qui, one.quoi) if part)
        print(f"{one.le:%d/%m/%Y %H:%M} · {said}")


def explained(found: Droit) -> list[str]:
    """Dit un droit en phrases : les chiffres, les imports, jusqu'à quand."""
    names = dict(load()["ref_epci"].select("siren", "nom_court").iter_rows())
    lines = ["Chiffres protégés partout (la plénière)."]
    if found.est_financeur:
        lines.append("Totaux exacts partout, sans aucune liste de personnes.")
    if found.epci:
        places = ", ".join(sorted(names[one] for one in found.epci))
        lines.append(f"Chiffres exacts de son territoire : {places}.")
    if found.structures:
        lines.append(f"Lignes exactes de sa structure : {', '.join(sorted(found.structures))}.")
    if found.importe:
        lines.append(f"Import ouvert pour : {', '.join(sorted(found.importe))}.")
    if found.est_administrateur:
        lines.append("Donne et retire des droits, lit le journal.")
    if found.jusqu_au:
        lines.append(f"Rien n'y change jusqu'au {found.jusqu_au:%d/%m/%Y} compris.")
    return lines


def _named(one: Attribution) -> str:
    kind = ROLES[one.role][0]
    names = dict(load()["ref_epci"].select("siren", "nom_court").iter_rows())
    scope = f" {names[one.portee] if kind == 'epci' else one.portee}" if one.portee else ""
    return f"{ROLES[one.role][1]}{scope} · {one.sorte} {one.valeur}"


def _dates(one: Attribution, day: date) -> str:
    said = f"du {one.du:%d/%m/%Y} au {one.au:%d/%m/%Y}"
    if one.retire_le:
        return f"{said}, retiré le {one.retire_le:%d/%m/%Y}"
    if day < one.du:
        return f"{said}, pas commencé"
    return said if one.is_current(day) else f"{said}, fini"


def _day(text: str) -> date | None:
    if not text:
        return None
    found = values.read_date(text)
    if found is None:
        raise AccesRefuse(f"« {text} » n'est pas une date : écrivez aaaa-mm-jj (2026-09-30).")
    return found
