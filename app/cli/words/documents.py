"""What the command line says about documents, and about records that are filled in as files."""

from __future__ import annotations

DOCUMENTS: dict[str, str] = {
    "option.template_ref": "A change: its catalogue, its facts, and what was handed in last are filled in.",
    "option.document_out": "Write it to this new file.",
    "option.version": "Which version of the item. Without it: the latest that has a document.",
    "flag.encrypted": "Locked: {name} needs a password, so that the board cannot open it. Save it without one and hand "
    "it in again; a rule that asks for a document does not take this one.",
    "flag.unreadable": "Damaged: {name} is cut off or broken. Open it, save it again, look into it, and hand it in "
    "again.",
    "flag.macros": "Macros: {name} contains programs that run when it is opened. Save it as a PDF or without macros, "
    "unless they are what it is about.",
    "flag.type_mismatch": "Wrong name: {name} is not what its ending promises but {kind}. Give it the right ending, so "
    "that others can open it.",
    "flag.item": "{item}: {text}",
    "evidence.other_catalogue": "This template of {item} was made from another version of the catalogue ({made}; the "
    "change is held against {held}). It asks for the same things, so it is taken; guidance and rules may differ.",
    "evidence.template_of": "A template for {item}, with what is known of {ref}, is in {file}. Fill it in and hand it "
    "in with --record.",
    "evidence.document_out": "{name}, as handed in with version {version} of {item} ({size} bytes, SHA-256 {sha}), "
    "is in {file}. It is what was handed in: its hash was compared.",
    "doctor.documents": "Documents",
    "doctor.no_documents": "{store} is not there yet; the first document makes it",
    "doctor.documents_ok": "written, read and deleted a probe in {store}",
}
