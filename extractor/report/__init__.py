"""Findings of an archive in, one self-contained HTML file out that an auditor can send: html.py writes it,
pictures.py shows the places of PDF documents whose files still stand where they were read."""

from extractor.report.html import Facts, write_report

__all__ = ["Facts", "write_report"]
