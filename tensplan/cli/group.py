"""The command group: verbs are imported when used, and near misses are suggested."""

from __future__ import annotations

import os
from importlib import import_module

import click

from tensplan import __version__
from tensplan.cli.greeting import greeting
from tensplan.cli.verbs import GROUPS, VERBS, verb
from tensplan.protocol.document import did_you_mean
from tensplan.session_plan.disclaimer import DISCLAIMER


class VerbGroup(click.Group):
    """A group that imports a verb only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all verbs."""
        return [entry.name for entry in VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one verb."""
        entry = verb(cmd_name)
        if entry is None:
            return None
        command: click.Command = import_module(entry.module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or suggest the nearest one."""
        if verb(args[0]) is None and not args[0].startswith("-"):
            near = did_you_mean(args[0], self.list_commands(ctx))
            ctx.fail(f"there is no verb {args[0]!r}; {near or 'tensplan --help lists them'}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs by group, without importing any."""
        for group, title in GROUPS.items():
            with formatter.section(title.capitalize()):
                formatter.write_dl([(v.name, v.summary) for v in VERBS if v.group == group])


@click.group(
    cls=VerbGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=DISCLAIMER,
)
@click.version_option(__version__, prog_name="tensplan")
@click.pass_context
def group(ctx: click.Context) -> None:
    """Plan a TENS and heat/cold session, and judge it against cited limits."""
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    if ctx.invoked_subcommand is None:
        click.echo(greeting())
