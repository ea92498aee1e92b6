"""Les écrans de la connexion : une phrase, un geste, sans script."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;color:#1c2733;background:#fff;margin:0}"
    "main{max-width:34rem;margin:12vh auto;padding:0 1.5rem}"
    "h1{font-size:1.35rem;font-weight:650}p.site{color:#55606b;font-size:.9rem}"
    "a{color:#1d4e79}button{font:inherit;color:#fff;background:#1d4e79;border:0;"
    "border-radius:4px;padding:.5rem 1rem;cursor:pointer}"
    ":focus-visible{outline:3px solid #b45309;outline-offset:2px}"
)
NO_STORE = {"Cache-Control": "no-store"}
ACCUEIL = '<p><a href="/">Revenir au tableau de bord</a></p>'


def page(title: str, body: str, code: int = 200, head: str = "") -> HTMLResponse:
    """Rend une page sobre ; `body` et `head` sont déjà du HTML."""
    text = (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Clauses sociales en Vaucluse</title>{head}"
        f'<style>{STYLE}</style></head><body><main><p class="site">Clauses sociales en Vaucluse</p>'
        f"<h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    return HTMLResponse(text, code, headers=NO_STORE)


def failure(phrase: str, code: int) -> HTMLResponse:
    """Rend la page d'une connexion qui n'aboutit pas."""
    return page("Connexion impossible", f"<p>{escape(phrase)}</p>{ACCUEIL}", code)


def ask_to_leave(path: str, jeton: str) -> HTMLResponse:
    """Rend la page qui demande si l'on se déconnecte."""
    form = (
        f'<form method="post" action="{escape(path)}">'
        f'<input type="hidden" name="jeton" value="{escape(jeton)}">'
        "<p>Vous ne verrez plus que les chiffres protégés, ouverts à tous. La session ouverte chez "
        "le fournisseur d'identité finit aussi.</p>"
        '<p><button type="submit">Se déconnecter</button></p></form>'
    )
    return page("Se déconnecter", form + ACCUEIL)


def farewell(url: str) -> HTMLResponse:
    """Rend la page qui mène finir la session du fournisseur."""
    address = escape(url)
    body = (
        "<p>Vous êtes déconnecté du tableau de bord. Fin de la session chez le fournisseur "
        f'd\'identité… <a href="{address}">Continuer</a></p>'
    )
    head = f'<meta http-equiv="refresh" content="0;url={address}">'
    return page("Déconnexion", body, head=head)
