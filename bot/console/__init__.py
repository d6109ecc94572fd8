"""The console: every command of ``footnote``. Standard output carries data only."""
