"""``tensplan completion``."""

from __future__ import annotations

import click

EXAMPLES = """\b
Examples:
  tensplan completion bash > ~/.local/share/bash-completion/completions/tensplan
  tensplan completion zsh > ~/.zfunc/_tensplan
  tensplan completion fish > ~/.config/fish/completions/tensplan.fish
"""

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_TENSPLAN_COMPLETE"


@click.command("completion", epilog=EXAMPLES, short_help="Print the shell completion script.")
@click.argument("shell", metavar="|".join(SHELLS), type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print the script that completes verbs, options, catalogue ids and devices.

    Bash needs version 4.4 or newer.
    """
    from click.shell_completion import get_completion_class

    from tensplan.cli.group import group

    kind = get_completion_class(shell)
    if kind is None:  # pragma: no cover  (click knows all three)
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(group, {}, "tensplan", VARIABLE).source())
    return 0
