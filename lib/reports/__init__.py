"""Every read, by page: load once, count once, give the page what the actor may see.

made of           frames, known, figures, listing, written, ward, published, reporting_day
Overview          overview, crossings
Reports           brief, district, messages
My day, Errands   my_day, round_files; errands
Teams, Pay        teams, sample_calendar; paying
Quarantine        quarantine, work_lists, explained, rulings, ahead, contacts, stay_story,
                  home_story
  papers, signs   papers, paper_lists; signs, alleys
Rules             rule_book
Vaccination       vaccination, residents, session_list, reconciling; call_sheet
Level 3           compliance; inspecting
Directives        directives
Map               ward_map
Data              imports, import_book, inbox, waiting, conflicts, duplicates, likeness, drafts;
                  exports, templates
Set-up            setting_up, health
Privacy, Audit    privacy, erasing; audit
Accounts          accounts
"""
