"""Thousands of inputs that nobody means: each ends in an error that says what to do, or in a recorded fact.

The same examples are run every time. GATEHOUSE_FUZZ=1 runs twenty times as many, and other ones each time; a failing
one is printed as a blob (`@reproduce_failure`) to repeat it with.

| tests           | inputs | what they are, and what they end in                                               |
|-----------------|--------|-----------------------------------------------------------------------------------|
| catalogues      |   1510 | files of YAML: CatalogueInvalid with file and line, or all can be decided under it |
| records         |   1550 | JSON for each item: RecordInvalid, or Python and SQL agree; one event or none      |
| facts           |    650 | answers: FactsInvalid, or tracks, clocks and effects follow; fewer lift no item    |
| workbooks       |    810 | XLSX for a record: an error, or every fault with its sheet and cell                |
| imports         |   1050 | CSV and XLSX: an error and nothing recorded, or row for row recorded or rejected   |
| command_line    |    220 | options and files: exit code 0, 1, 2 or 3, and no traceback                        |
| yaml_files      |    300 | YAML and JSON of any kind: an error, or data with lines                            |
| all             |   6090 |                                                                                   |
"""
