"""What the command line says about the responses to a consultation."""

from __future__ import annotations

RESPONSES: dict[str, str] = {
    "column.area": "Area",
    "column.channel": "Channel",
    "column.count": "Number",
    "column.count_once": "Without duplicates",
    "column.duplicate_of": "Duplicate of",
    "column.first": "First",
    "column.late": "Late",
    "column.notes": "Notes",
    "column.received": "Received",
    "column.respondent": "From",
    "column.response": "No.",
    "column.text": "How it begins",
    "option.duplicate_of": "The response that came first, by its number.",
    "option.erasure_ground": "Why it is erased: a ground of UK GDPR article 17(1).",
    "option.no_duplicate": "It is no duplicate after all.",
    "option.only_channel": "Only responses by this channel.",
    "option.only_duplicates": "Only those marked as duplicates, or only the others.",
    "option.only_late": "Only those that came in after the consultation closed.",
    "option.only_respondent": "Only responses from this type of respondent.",
    "option.response_area": "The area it comes from, such as a ward.",
    "option.response_channel": "The way by which it came in.",
    "option.response_document": "The letter, paper, petition or minutes: any file. A copy is kept.",
    "option.response_file": "The export of the consultation platform: a CSV or XLSX file, recognised by its content.",
    "option.response_from": "In which capacity they respond.",
    "option.response_map": "Which column is what. Without it: told from the headings.",
    "option.response_name": "Who it is from. Kept outside the record of events, where it can be erased.",
    "option.response_number": "The response's number.",
    "option.response_numbers": "The response's number; more than one will do.",
    "option.response_out": "Write to this new file.",
    "option.response_personal": "Names, addresses and protected characteristics too.",
    "option.response_received": "The day on which it came in (2026-11-21 or 21/11/2026). A late one is taken too.",
    "option.response_signatures": "How many signed a petition.",
    "option.response_sort": "number, received, channel, type or area; with a minus before it, the other way.",
    "option.response_text": "What was said, in their words.",
    "responses.already": "{file} is imported already: its responses are recorded for {ref}. Nothing was recorded.",
    "responses.imported": "{new} responses recorded for {ref}, {known} known already, {rejected} rejected. "
    "Marked as duplicates: {duplicates}.",
    "responses.dry": "Nothing was recorded. {new} responses of {ref} could be taken, {rejected} would be rejected. "
    "Which are known already is found when they are imported.",
    "responses.from": "From: {kinds}.",
    "responses.own_words": "Answered in people's own words: {questions}.",
    "responses.late": "{count} came in after the consultation closed. They are recorded and marked as late.",
    "responses.late.one": "1 came in after the consultation closed. It is recorded and marked as late.",
    "responses.no_day": "{count} have no day of receipt, so nobody can tell whether they are late.",
    "responses.no_day.one": "1 has no day of receipt, so nobody can tell whether it is late.",
    "responses.closing_unknown": "The day on which the consultation closes is not known yet (CO-04 says it). Which "
    "responses are late is counted once it is.",
    "responses.logged": "Response {number} of {ref} is recorded: {channel}, {respondent}, received {day}.",
    "responses.logged_late": "It came in after the consultation closed. It is marked as late and counts all the same.",
    "responses.like": "It says the same as response {other}, and is marked as a duplicate of it.",
    "responses.none": "No response is recorded yet. `gatehouse responses import` takes a platform's export, "
    "`gatehouse responses add` a letter, a petition or a paper.",
    "responses.no_match": "No response meets all of that.",
    "responses.undated": "not known",
    "story.responses": "{count} from {name}",
    "story.response": "no. {number}, {channel}",
    "story.duplicate": "no. {number} as a duplicate of no. {other}",
    "story.no_duplicate": "no. {number} as no duplicate",
    "story.erased": "no. {number} ({ground})",
    "responses.is_late": "late",
    "responses.is_duplicate": "duplicate of {other}",
    "responses.is_erased": "erased",
    "responses.has_document": "document",
    "responses.signatures": "{count} signatures",
    "responses.signatures.one": "1 signature",
    "responses.signatures_all": "Signatures on petitions: {count}.",
    "responses.one": "Response {number}: {kind} ({channel}), received: {day}",
    "responses.area": "  Area: {area}",
    "responses.document": "  Document: {name}, {size} bytes, SHA-256 {sha256}",
    "responses.text": "Text",
    "responses.exported": "{count} responses are in {file}.",
    "responses.exported.one": "1 response is in {file}.",
    "responses.received": "{count} responses to the consultation on {ref}.",
    "responses.received.one": "1 response to the consultation on {ref}.",
    "responses.late_of": "{count} came in after the close on {day}.",
    "responses.of_these": "Marked as duplicates: {duplicates}. With a document: {documents}. Erased: {erased}. Without "
    "a day of receipt: {undated}. All of them are counted.",
    "responses.by_channel": "By channel",
    "responses.by_respondent": "By type of respondent",
    "responses.by_area": "By area",
    "responses.not_stated": "not stated",
    "responses.more_rows": "... and {count} more (--json lists them)",
    "responses.campaigns": "{count} texts came in from many: `gatehouse responses duplicates {ref}`.",
    "responses.campaigns.one": "1 text came in from many: `gatehouse responses duplicates {ref}`.",
    "responses.no_duplicates": "No response is marked as a duplicate, and no text came in from many.",
    "responses.duplicates": "{count} responses are marked as duplicates",
    "responses.duplicates.one": "1 response is marked as a duplicate",
    "responses.campaign_texts": "Texts that many sent in. Each sender counts.",
    "responses.record": "A record for {item} with what was counted is in {file}. Complete it and hand it in: "
    "`gatehouse evidence add {ref} {item} --record {file}`.",
    "responses.marked": "Response {number} is marked as a duplicate of {other}. It stays, and is counted.",
    "responses.unmarked": "Response {number} is marked as no duplicate.",
    "responses.unchanged": "Response {number} was marked so already: nothing was recorded.",
    "responses.erased": "{count} responses of {ref} are erased. They stay counted, and their hashes are kept.",
    "responses.erased.one": "1 response of {ref} is erased. It stays counted, and its hash is kept.",
    "responses.documents_removed": "{count} documents were deleted from the store.",
    "responses.documents_removed.one": "1 document was deleted from the store.",
    "responses.erase_elsewhere": "Erase it on the platform too, or a later export brings it back; backups keep it "
    "until they are overwritten.",
}

RESPONSES_HELP: dict[str, tuple[str, str]] = {
    "responses": (
        "Record what people say to a consultation, and count it. Whatever comes in counts, late papers too; personal "
        "data can be erased, the count stays.",
        "gatehouse responses import CHG-0001 export.csv --by engage@council.example\n"
        "  gatehouse responses summary CHG-0001",
    ),
    "responses.import": (
        "Import the responses that a consultation platform exports (CSV or XLSX). Questions are columns. Importing a "
        "file twice doubles nothing, and of a later export only what is new is recorded. Rows that cannot be taken are "
        "written to a file with the reasons. Exit code 3 when rows were rejected.",
        "gatehouse responses import CHG-0001 export.csv --by engage@council.example",
    ),
    "responses.add": (
        "Log a response that came in by another way: a letter, a petition, a deputation, a paper of 50 pages.",
        "gatehouse responses add CHG-0001 --channel letter --from voluntary_group --received 2026-11-21 "
        "--document paper.pdf --by engage@council.example",
    ),
    "responses.list": (
        "List responses: when and how they came in, from whom.",
        "gatehouse responses list CHG-0001 --late --sort -received",
    ),
    "responses.show": ("Show one response, whole.", "gatehouse responses show CHG-0001 12"),
    "responses.summary": (
        "Count the responses by channel, respondent, area and answer.",
        "gatehouse responses summary CHG-0001 --json",
    ),
    "responses.duplicates": (
        "List duplicates, and texts that many sent in. They are marked, never deleted: each is counted.",
        "gatehouse responses duplicates CHG-0001",
    ),
    "responses.mark": (
        "Mark a response as a duplicate of another, or as none.",
        "gatehouse responses mark CHG-0001 12 --duplicate-of 3 --by engage@council.example",
    ),
    "responses.erase": (
        "Erase the personal data of responses. The count and the hash stay, and that it was erased is recorded. By "
        "those who keep the responses, or the data protection officer.",
        "gatehouse responses erase CHG-0001 12 --reason objection --by dpo@council.example",
    ),
    "responses.export": (
        "Write every response to a CSV file. Without names, addresses and protected characteristics, unless asked for.",
        "gatehouse responses export CHG-0001 --out responses.csv",
    ),
    "responses.record": (
        "Write a record for CO-05 or CO-09 with what can be counted filled in; the rest is left to the analyst.",
        "gatehouse responses record CHG-0001 CO-09 --out co-09.yaml",
    ),
}
