# What this language calls itself, in a list of languages.
language-name = English
