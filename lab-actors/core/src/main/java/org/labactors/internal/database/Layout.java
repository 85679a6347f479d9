package org.labactors.internal.database;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;

/**
 * Which column of a table holds which name of the user's. A name gets a column of that name where
 * it can; where it clashes with another one, differs from it only in case, or cannot be the name of
 * a column, it gets one with a suffix. When the table is full, further names get none.
 */
public final class Layout {

  private final Tables.Names names;
  private final List<StoredColumn> columns = new ArrayList<>();
  private final Map<Kind, Map<String, StoredColumn>> byName = new EnumMap<>(Kind.class);
  private final Set<String> taken = new HashSet<>();

  public Layout(Tables.Names names, List<StoredColumn> columns) {
    this.names = names;
    for (Kind kind : Kind.values()) {
      byName.put(kind, new HashMap<>());
    }
    columns.forEach(this::put);
  }

  Layout copy() {
    return new Layout(names, columns);
  }

  /** In the order in which they appeared. */
  public List<StoredColumn> columns() {
    return List.copyOf(columns);
  }

  /** The column of a name, null if it has none. */
  public @Nullable StoredColumn find(Kind kind, String name) {
    return of(kind).get(name);
  }

  /** Whether there is a column for each of these. */
  public boolean hasAll(List<ColumnInfo> wanted) {
    return wanted.stream().allMatch(each -> find(each.kind(), each.name()) != null);
  }

  /** Whether further names get no column. */
  public boolean isFull() {
    return columns.size() >= names.mostColumns();
  }

  /** Gives a name a column; null if the table is full. */
  public @Nullable StoredColumn add(Kind kind, String name, Cells.Type type) {
    if (isFull()) {
      return null;
    }
    StoredColumn added = new StoredColumn(columns.size(), kind, name, free(kind, name), type);
    put(added);
    return added;
  }

  /** Puts in a column, in place of the one of its number if there is one. */
  void put(StoredColumn column) {
    if (column.number() < columns.size()) {
      columns.set(column.number(), column);
    } else {
      columns.add(column);
    }
    taken.add(folded(column.column()));
    of(column.kind()).put(column.name(), column);
  }

  private Map<String, StoredColumn> of(Kind kind) {
    return byName.computeIfAbsent(kind, absent -> new HashMap<>());
  }

  private String free(Kind kind, String name) {
    String candidate = names.possible(name, 0);
    String word = "_" + kind.word();
    for (int number = 1; !isFree(candidate); number++) {
      String suffix = number == 1 ? word : word + "_" + number;
      candidate = names.possible(name, suffix.length()) + suffix;
    }
    return candidate;
  }

  private boolean isFree(String candidate) {
    String folded = folded(candidate);
    return !taken.contains(folded) && !names.isReserved(folded);
  }

  private static String folded(String column) {
    return column.toLowerCase(Locale.ROOT);
  }
}
