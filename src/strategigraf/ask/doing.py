"""Who does what: what an organisation carries out, or the response that it sent, and that it does so alone."""

from strategigraf.ask.tree import Link, Noun, refuse

_CARRIED, _SENT = "sg:Initiative", "sg:HearingResponse"
_DOER = "org:Organization"


def done_or_sent(noun: Noun, sent: bool, at: int) -> None:
    """Makes *noun*, which an organisation is joined with by the word *at*, what is carried out, or the response that
    was *sent*. Raises Unfit."""
    if sent and (noun.kinds != [_SENT] if noun.kinds else noun.scope):
        refuse(at)  # who wrote the plan
    noun.kinds = noun.kinds or [_SENT if sent else _CARRIED]


def only_one(holder: Noun, link: Link, count: int = 1) -> None:
    """Says of *link*, a condition of *holder*, that who is responsible is so alone, or that *count* are. Raises
    Unfit."""
    if link.relation != "resp" or link.number or link.absent:
        refuse(link.of.at)
    done = link.of if link.inverse else holder
    done.conditions.append(Link("resp", False, Noun(done.at, [_DOER]), number=("=", count), verb=True))
