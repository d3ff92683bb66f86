"""`python -m extractor` is `vanban`."""

from extractor.cli import main

main()
