"""What triage says and asks."""

from __future__ import annotations

TRIAGE: dict[str, str] = {
    "option.form": "Write the questionnaire to this new YAML file, with the answers so far; - for stdout.",
    "option.answers": "A filled-in questionnaire (`--form` writes one). A blank line leaves its question as it is.",
    "option.ask": "Ask question by question, in this terminal.",
    "column.holds_open": "Holds open",
    "triage.of": "{ref} {title}",
    "triage.track": "Track. {track}",
    "triage.track_stays": "The track stays. {after}.",
    "triage.track_changes": "The track changes. Before: {before}. After: {after}.",
    "triage.questions": "{answered} of {count} questions are answered. What depends on the others is required until "
    "they are answered.",
    "triage.all_known": "Every question of {ref} is answered.",
    "triage.other": "Further questions",
    "triage.not_answered": "not answered",
    "triage.holds_open": "{count} items",
    "triage.holds_open.one": "1 item",
    "triage.ways": "Answer with `gatehouse triage {ref} --ask`, with --set FACT=VALUE, or with --form FILE and then "
    "--answers FILE.",
    "triage.example.date": "For example 2026-11-21 or 21 November 2026.",
    "triage.example.money": "Pounds, for example 250000 or £250,000.",
    "triage.example.number": "A number, for example 12.",
    "triage.example.boolean": "Yes or no.",
    "triage.example.choice": "One of: {choices}.",
    "triage.example.choices": "Any of, with commas between: {choices}.",
    "triage.example.text": "A text.",
    # effects
    "triage.becomes_required": "Becomes required ({count})",
    "triage.falls_away": "Falls away ({count})",
    "triage.checks_begin": "Checks that begin to apply ({count})",
    "triage.checks_cease": "Checks that cease to apply ({count})",
    "triage.no_effect": "Nothing that is asked for changes.",
    "triage.open": "until answered",
    "triage.of_evidence": "Evidence handed in for {items} falls away too: it is kept, but no longer asked for.",
    "triage.earliest": "Earliest lawful decision. Before: {before}. After: {after}. {because}",
    "triage.no_clock": "not known",
    "triage.published": "What this evidence says changes what is asked for.",
    # recording
    "triage.same": "Those were the answers already: nothing was recorded.",
    "triage.dry": "Nothing was recorded (--dry-run).",
    "triage.done": "The facts of {ref} are recorded.",
    # the form
    "triage.form": "The questionnaire of {ref} is in {file}. Fill it in and read it back: gatehouse triage {ref} "
    "--answers {file}",
    "triage.form.head": "Triage of {ref}: {title}",
    "triage.form.how": "Leave a line blank to leave its question as it is. Write `unknown` to take an answer back. "
    "What depends on a question is required until it is answered.",
    # the conversation
    "ask.how": "Enter keeps what is there, ? explains, `unknown` takes an answer back, `done` leaves the rest as it "
    "is. Nothing is recorded before the end.",
    "ask.question": "{title} [{answer}]: ",
    "ask.again": "That cannot be taken: {why}.",
    "ask.nothing_new": "No answer was changed: nothing was recorded.",
    "ask.confirm": "Record these answers? (yes/no) ",
    "ask.yes_or_no": "Answer yes or no.",
    "ask.declined": "Nothing was recorded.",
    "ask.broken_off": "Broken off: nothing was recorded.",
    "ask.ended": "The input ended before the last question: nothing was recorded.",
}
