"""Reading a register of changes (CSV or XLSX): every row becomes a draft, or a reject with its reasons."""

from tasks.registers.default_mapping import default_mapping
from tasks.registers.mapping import RegisterMapping
from tasks.registers.mapping_file import load_mapping
from tasks.registers.model import Accepted, ChangeDraftData, FactValue, Outcome, Rejected
from tasks.registers.read import read_table
from tasks.registers.register import Register, read_register
from tasks.registers.rejects import RejectsFile

__all__ = [
    "Accepted",
    "ChangeDraftData",
    "FactValue",
    "Outcome",
    "Register",
    "RegisterMapping",
    "Rejected",
    "RejectsFile",
    "default_mapping",
    "load_mapping",
    "read_register",
    "read_table",
]
