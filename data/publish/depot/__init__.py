"""Un dépôt : là où une machine pose la publication qu'elle sert, et où d'autres la suivent.

C'est un dossier partagé ou un seau compatible S3, atteint par les systèmes de fichiers d'Arrow.
Il garde une publication scellée, et un pointeur écrit en dernier qui en porte l'empreinte ; rien
n'en est servi ici avant d'être relu entier.
"""

from data.publish.depot.deposit import deposit
from data.publish.depot.follow import follow
from data.publish.depot.place import DepotRefuse, Progress

__all__ = ["DepotRefuse", "Progress", "deposit", "follow"]
