package org.labactors.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Text in columns: as wide as the widest cell, two spaces apart, numbers to the right. */
final class Table {

  private final Set<Integer> toTheRight;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows; the numbers are those of columns aligned to the right, from 0. */
  Table(Set<Integer> toTheRight) {
    this.toTheRight = toTheRight;
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The rows as lines, without spaces at their ends. */
  List<String> lines() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        int width = width(row.get(column));
        if (column == widths.size()) {
          widths.add(width);
        } else {
          widths.set(column, Math.max(widths.get(column), width));
        }
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, List<Integer> widths) {
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
