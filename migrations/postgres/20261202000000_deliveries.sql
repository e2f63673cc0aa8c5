-- SHA-256 of what a phone sent, so that the same again is told from something else; null where it was handed in by form.
alter table inspection_revisions add column sent text;
