"""Processus modèle des enfants de lecture : tout y est importé, il se dédouble pour chaque fichier.

Lancé par `data.read.children` (`python -m data.read.model`) ; son entrée est une prise. Un message
y apporte l'entrée, la sortie et la sortie d'erreur d'un enfant ; sa réponse est le code de fin de
cet enfant. Le modèle ne voit rien d'un fichier : chaque enfant part du même état neuf, borne sa
mémoire et son temps, et ne peut rien laisser au suivant. Bibliothèque standard seule.
"""

import gc
import os
import socket
import sys

from data.read import sandbox

TUYAUX = 3
# Un code de fin tient là, signe compris.
OCTETS = 4


def main() -> None:
    """Fait un enfant par message, jusqu'à ce que l'autre bout se ferme."""
    link = socket.socket(fileno=os.dup(0))
    # Ce qui est importé le reste : le ramasse-miettes de l'enfant n'a pas à le recopier.
    gc.freeze()
    while True:
        asked, pipes, *_ = socket.recv_fds(link, 1, TUYAUX)
        if not asked:
            return
        child = os.fork()
        if not child:
            link.close()
            _live(pipes)
        for pipe in pipes:
            os.close(pipe)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        link.sendall(code.to_bytes(OCTETS, "little", signed=True))


def _live(pipes: list[int]) -> None:
    """Vit la vie d'un enfant, de ses tuyaux à sa fin."""
    code = 1
    try:
        for place, pipe in enumerate(pipes):
            os.dup2(pipe, place)
            os.close(pipe)
        sandbox.main()
        sys.stdout.flush()
        code = 0
    except SystemExit as end:
        code = end.code
    finally:
        kind, error, trace = sys.exc_info()
        if kind and error:
            sandbox.report_crash(kind, error, trace)
            sys.stderr.flush()
        # Sans défaire l'interprète : dix fois le temps qu'il a fallu pour naître.
        os._exit(code)


if __name__ == "__main__":
    main()
