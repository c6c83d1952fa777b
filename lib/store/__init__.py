"""One transaction at a time; audit and history beside every row.

the database      engine, tables, migrate, postgres, head, ids, problems
rows              repository, history, reverting, undone, viewing, audit
imports           imports, uploads, files, mappings, waiting, conflicts, bases, inbox
people            accounts, rosters, twins, first_list, drafts
the ward's own    policies, measures, adopted_rules, oversight, printing, issued
gone for good     erasure, forgetting
backups           backups, backup_keys
"""

# Their tables belong to METADATA for whoever asks.
from lib.store import accounts as accounts
from lib.store import bases as bases
from lib.store import conflicts as conflicts
from lib.store import drafts as drafts
from lib.store import inbox as inbox
from lib.store import issued as issued
from lib.store import mappings as mappings
from lib.store import oversight as oversight
from lib.store import printing as printing
from lib.store import twins as twins
from lib.store import waiting as waiting
