"""`reflow corpus`: many documents, on an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reflow.cli import terminal
from reflow.cli.commands import Command
from reflow.cli.examples import EXAMPLES
from reflow.cli.inputs import UsageProblem, reason
from reflow.cli.options import jobs_option, session_from, setting_options
from reflow.cli.pool import processors
from reflow.cli.progress import Bar
from reflow.cli.work import Session
from reflow.writers.names import shown

if TYPE_CHECKING:
    from reflow.corpus.run import Settings


@click.command("corpus", cls=Command, add_help_option=False, examples=EXAMPLES["corpus"])
@click.argument("inputs", nargs=-1, required=True, type=click.Path(), metavar="IN...")
@click.option("--out", required=True, metavar="DIR", type=click.Path(), help="Write here.")
@click.option("--field", default="text", metavar="NAME", help="The field with the text.")
@click.option("--id-field", default="id", metavar="NAME", help="The field that names a document.")
@click.option(
    "--across", is_flag=True, help="Take out passages that are repeated across documents, too."
)
@click.option(
    "--home",
    type=click.Choice(["context", "first"]),
    default="context",
    help="The copy that stays: the one that fits where it stands, or that of the first document.",
)
@click.option(
    "--order-field", default="", metavar="NAME", help="Which document is first (default: its id)."
)
@click.option(
    "--min-chars",
    type=click.IntRange(30),
    default=60,
    metavar="N",
    help="Shortest passage that is looked for across documents (default 60).",
)
@click.option(
    "--frequent",
    type=click.IntRange(2),
    default=12,
    metavar="N",
    help="A short passage of so many documents is boilerplate and stays (default 12).",
)
@click.option(
    "--engine",
    default="local",
    metavar="ENGINE",
    help="local, ray (a cluster on this machine) or ray://HOST:PORT.",
)
@click.option(
    "--partitions",
    type=click.IntRange(1),
    default=8,
    metavar="N",
    help="Parts that fingerprints are grouped in; they don't bear on the result (default 8).",
)
@jobs_option(0, "Processes to use; 0 takes all processors (default).")
@click.option("--dry-run", is_flag=True, help="Count, estimate the cost, and write nothing.")
@setting_options
def corpus_command(inputs: tuple[str, ...], **arguments: Any) -> int:
    """Clean many documents: folders of text, JSON Lines or Parquet.

    DIR gets the documents in the input's format, removals.jsonl, failures.jsonl, manifest.json and
    summary.html.  A run that was broken off goes on when it is started again.
    """
    session = session_from(arguments)
    arguments.pop("color")
    if session.settings.values["output-encoding"] != "same":
        raise UsageProblem("a corpus keeps its encodings; leave out --output-encoding")
    return run(session, inputs, arguments)


def run(session: Session, inputs: tuple[str, ...], options: dict[str, Any]) -> int:
    """Clean a corpus; 2 when it can't be, or when documents failed."""
    from reflow.corpus.engine import Missing
    from reflow.corpus.inputs import Unreadable

    try:
        work = _plan if options.pop("dry_run") else _clean
        return work(session, _settings(session, inputs, **options))
    except Missing as error:
        raise UsageProblem(str(error)) from error
    except Unreadable as error:
        raise UsageProblem(shown(str(error))) from error
    except terminal.OutputError:
        raise
    except OSError as error:
        raise UsageProblem(f"{shown(error.filename or '')}: {reason(error)}") from error


def _settings(
    session: Session,
    inputs: tuple[str, ...],
    min_chars: int,
    frequent: int,
    home: str,
    jobs: int,
    **others: Any,
) -> Settings:
    """What the library takes; `others` are options that it calls by the same names."""
    from reflow.corpus import settle
    from reflow.corpus.run import Settings

    config = session.settings.config
    return Settings(
        inputs=inputs,
        encoding=session.settings.values["encoding"],
        options=settle.Options(
            min_chars=min_chars,
            similarity=config.repeats_similarity,
            frequent=frequent,
            home=home,
        ),
        config=config,
        workers=jobs or processors(),
        **others,
    )


def _clean(session: Session, settings: Settings) -> int:
    from reflow.corpus.run import run

    with Bar(1) as step:
        manifest = run(settings, lambda done, total, what: step(done, what, total))
    counts = manifest["counts"]
    session.say(
        f"changed {counts['changed']:,} of {counts['documents']:,} documents, "
        f"{counts['edits']:,} edits; removed {sum(counts['removals'].values()):,} passages; "
        f"{shown(settings.out)}/summary.html tells more"
    )
    if counts["failures"]:
        terminal.note(
            f"{counts['failures']:,} documents failed and stand as they were: "
            f"{shown(settings.out)}/failures.jsonl"
        )
        return 2
    return 0


def _plan(session: Session, settings: Settings) -> int:
    from reflow.corpus.plan import plan

    found = plan(settings)
    lines = [
        f"{found.files:,} files, {found.documents:,} documents, {found.characters:,} characters",
        f"{found.failures:,} documents can't be read",
        f"about {found.seconds:,.0f} s of CPU, {found.seconds / found.workers:,.0f} s with "
        f"{found.workers} processes (measured on {found.measured:,} documents)",
    ]
    if settings.across:
        lines.append(f"about {found.shuffled / 1e6:,.1f} MB of fingerprints are moved")
    terminal.out("\n".join(lines) + "\n")
    return 0
