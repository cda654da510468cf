"""Words that are bokmål and not nynorsk, to look for in nynorsk texts."""

from __future__ import annotations

import re
from collections.abc import Iterable

TEXT = """
    advarsel advarsler alene allerede avbrutt avløser bare begrunnelse beregnet beregning beregningen
    beregninger bilde ble blitt brudd brukes bussene busser bydelene bydeler dagene dager datoene datoer de
    deltakelse deres disse eksporter endrede endret endringen endringene endringer enhet ennå et fant
    feilmeldinger finnes flyttet forhåndsstemme forhåndsstemmer forhåndsstemming forhåndsstemt forrige forskjell
    forskjellen forutsetning forutsetninger fra gjelder grensen hele hemmelig hjemme hjemmestemming hva hvem
    hver hverdager hvert hvilken hvis hvor hvordan hvorfor ikke jeg kilden kilder kjører kjøretøy kjøring komme
    kommer kunngjøring kunngjøringen lagrer lagret leder lørdag lørdager mandag medarbeider mer midlertidig
    midlertidige minuttene minutter mye måneder navn nestleder noe noen nærmeste også opplysningene opplysninger
    oversetter personene personer planene planer registreringen reglene regler regnet ressurser samme scenarier
    scenariet selv senest siden stanset sted stedene steder stedet stemme stemmen stemmer stemming syk tabellene
    tekstene tilgjengelig tilgjengelighet tilstedeværelse timer tirsdag ubekreftet ukene uker undersøkelse uten
    utenfor valg valgbuss valgbusser valgdagen valgdeltakelse valgdeltakelsen valgdirektoratet valget valgkrets
    valglokale valglokalene valglokaler valglokalet valgloven valgstyre valgstyret valgt valgte vedtatt vedtatte
    vei veien veier velg velger velgere velgeren velgerne venter vises være åpen åpent åpne åpning åpninger
    åpningstider
    """
WORDS = frozenset(TEXT.split())
NAMES = ("valglokaler.no", "valg.no")
"""Names that stand as they are in every language."""


def bokmaal_in(texts: Iterable[str]) -> set[str]:
    """The words of bokmål that stand in the texts.

    Raises:
        ValueError: there is hardly any text.
    """
    whole = "\n".join(texts).lower()
    for name in NAMES:
        whole = whole.replace(name, "")
    found = set(re.findall(r"[a-zæøåé]+", whole))
    if len(found) < 200:
        raise ValueError(f"{len(found)} words are too few to judge by")
    return found & WORDS
