"""The commands by name."""

from __future__ import annotations

import typer

from cxtext.cli import (
    audit,
    cache,
    classify,
    doctor,
    edit_topics,
    export,
    inspect_,
    metrics,
    models,
    report,
    run,
    stages,
    verify,
)  # fmt: skip

app = typer.Typer(
    name="cxtext",
    help="Which topics in customers' comments drive detractors, low CSAT and high effort, with intervals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("inspect")(inspect_.inspect_files)
app.command("metrics")(metrics.metrics)
app.command("classify")(classify.classify)
app.command("topics")(stages.topics)
app.command("edit-topics")(edit_topics.edit_topics)
app.command("drivers")(stages.drivers)
app.command("report")(report.report)
app.command("export")(export.export)
app.command("verify")(verify.verify)
app.add_typer(models.app, name="models")
app.add_typer(audit.app, name="audit")
app.add_typer(cache.app, name="cache")
app.command("doctor")(doctor.doctor)
