package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.log.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** A text table whose columns are as wide as their widest cells. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  TextTable(String... titles) {
    widths = new int[titles.length];
    row(titles);
  }

  /** Adds a row with as many cells as there are titles. */
  void row(String... cells) {
    if (cells.length != widths.length) {
      throw new IllegalArgumentException("expected " + widths.length + " cells");
    }
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = PrintableText.line(cells[i]);
      widths[i] = Math.max(widths[i], row[i].length());
    }
    rows.add(row);
  }

  /** Returns the lines of the table, without spaces at their ends. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).append(" ".repeat(widths[i] - row[i].length())).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
