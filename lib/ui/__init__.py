"""The only Streamlit code beside pages/: shell, context, widgets.

the server        startup, state, gate, sign_in, errors; line and connection watch what is open
every page        shell, navigation, context, reader, header, words, drafts, deeds
widgets           tables, numbers, figures, onward, plots, plain, map_view, form_parts, findings,
                  found, print
Overview          overview, alarm, crossings
Reports           brief, district, messages, paper_templates
My day            my_day, walker, day_board, day_card, measuring, offline_round
Errands           errands
Teams, Pay        team_today, team_alarms, team_compare, team_assign, team_join, team_reorganise,
                  team_undo, sample_calendar; paying
Quarantine        quarantine, stay_glance, ahead, contacts, paper_batch; the lists that decide:
                  work_lists, work_words, stay_buttons, stay_actions
  one stay        stay_dialogs, stay_steps, stay_story; its forms: new_stay, case_fields,
                  date_forms, facts_form, ending_forms, release_forms, health_forms, paper_forms
  one door        home_dialogs, household_sheet, appraisal, signs, alleys
Rules             rules, rule_form, try_rule, confirm_rule, visit_rules
Vaccination       vaccination, residents, session; calls
Level 3           compliance, level; inspecting
Directives        directives
Map               ward_map, boundaries
Data              the folder data
Set-up, Glossary  setting_up, glossary
Privacy, Audit    privacy, requests, erasing, disclosure; audit
Accounts          accounts, account_fields, own_account
"""
