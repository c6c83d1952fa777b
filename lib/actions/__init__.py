"""Every write, one function per intention: rights first, then one transaction.

deeds             several rows, one audit line, one way back; voiding takes a record out
a file comes      imports: a look, or taking it in. reading, with bounds and lost_zeros;
                  weighing, with identity, knowledge, comparison, contradictions, merging,
                  returning, shares, effects; taking, recording, undoing. typed: rows from the
                  screen. inbox, inbox_report
what waits        large_imports, waiting_files, mending, answers, choosing, duplicates
stays             stays, case_facts, conversions, releases, breaches, papers, signs, alleys, doors
people at home    visits, samples, appraisals, errands, own_rows
teams             teams, assignments, reorganised, paying
no dose yet       residents, outreach, first_days
the ward          directives, inspections, reporting, rule_changes, boundaries, naming
who may come in   accounts, ties, consent, own_access
a second person   proposals, proposing, policies
privacy           erasing, mentioning, disclosure, requests, originals
keeping           backups, drafts, repeating, demo
"""
