"""Many documents: each cleaned, and passages that stand in several of them taken out.

The steps are pure functions of texts and arrays (`postings`, `candidates`, `clusters`,
`settle`, `resolve`, `documents`).  Reading, grouping, joining and moving data between
processes and machines is left to an engine (`job`), which is imported only when it runs.
"""
