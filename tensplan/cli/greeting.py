"""What ``tensplan`` says when it is called alone."""

from __future__ import annotations

from tensplan import __version__
from tensplan.cli.verbs import GROUPS, VERBS
from tensplan.session_plan.disclaimer import DISCLAIMER

_BEGINNINGS = """\
Three ways to begin
  see one       tensplan plan sciatic-path-conventional --out my-plan
  a person      tensplan plan PROTOCOL --patient PATIENT --out DIR
  in a browser  tensplan review"""


def greeting() -> str:
    """Return what the program is, three ways to begin, and the verbs by group."""
    what = (
        f"tensplan {__version__}: plans a TENS and heat/cold session, shows how near it comes to "
        "each limit,\nand blocks what passes one."
    )
    verbs = []
    for group, title in GROUPS.items():
        names = ", ".join(verb.name for verb in VERBS if verb.group == group)
        verbs.append(f"  {title:<17} {names}")
    return "\n\n".join(
        [what, _BEGINNINGS, "Verbs (tensplan VERB --help)\n" + "\n".join(verbs), DISCLAIMER]
    )
