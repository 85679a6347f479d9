package org.labactors.cli.internal.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Text in columns: as wide as the widest cell, two spaces apart, numbers to the right. */
public final class Table {

  private final Set<Integer> toTheRight;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();

  /** A table without rows; the numbers are those of columns aligned to the right, from 0. */
  public Table(Set<Integer> toTheRight) {
    this.toTheRight = toTheRight;
  }

  /** Adds a row to {@link #lines}. */
  public void row(String... cells) {
    List<String> row = List.of(cells);
    measure(row);
    rows.add(row);
  }

  /** Makes the columns wide enough for a row, and does not keep it. */
  void measure(List<String> row) {
    for (int column = 0; column < row.size(); column++) {
      int width = width(row.get(column));
      if (column == widths.size()) {
        widths.add(width);
      } else {
        widths.set(column, Math.max(widths.get(column), width));
      }
    }
  }

  /** The rows as lines, without spaces at their ends. */
  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  /** A row that was measured, as a line without spaces at its end. */
  String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String space = " ".repeat(widths.get(column) - width(cell));
      line.append(column == 0 ? "" : "  ")
          .append(toTheRight.contains(column) ? space + cell : cell + space);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
