"""Sessions whose player died: entered before anything else is, and told."""

from __future__ import annotations

from tensplan.cli.terminal import echo


def say_recovered(store: str) -> None:
    """Enter what is known of sessions whose player died, and say so on standard error."""
    from pathlib import Path

    from tensplan.play.play_log import PLAYING

    if not (Path(store) / PLAYING).is_dir():
        return
    from tensplan.play.entering import recover

    for found in recover(store):
        if found.fault:
            echo(f"{found.path}: warning: not entered: {found.fault}", err=True)
        elif found.record is not None:
            how = "was cut off" if found.was_cut_off else "had ended"
            echo(
                f"a session of {found.record.on} that {how} after "
                f"{found.record.minutes:.1f} min with stimulation was entered",
                err=True,
            )
