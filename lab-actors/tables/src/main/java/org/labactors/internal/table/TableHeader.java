package org.labactors.internal.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.labactors.internal.table.TableColumn.Group;
import org.labactors.internal.value.UnicodeText;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.notebook.Row;

/** The columns of an exported table: first the lab's own ones, then the user's. */
public final class TableHeader {

  private final String tag;
  private final List<TableColumn> columns = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<Group, Set<String>> names = new HashMap<>();

  private TableHeader(String tag) {
    this.tag = tag;
    for (TableColumn own : OwnColumns.ALL) {
      columns.add(own);
      taken.add(own.header());
    }
    for (Group group : Group.values()) {
      names.put(group, new HashSet<>());
    }
  }

  /** The columns of a result set. */
  public static TableHeader of(ResultSet resultSet) {
    TableHeader header = new TableHeader(resultSet.tag());
    for (ColumnInfo column : resultSet.columns()) {
      header.add(column.kind(), column.name(), column.column());
    }
    return header;
  }

  private void add(Kind kind, String name, String column) {
    Group group = group(kind);
    // A name may be a parameter at some points and derived at others: that is one column.
    if (namesOf(group).add(name)) {
      columns.add(new TableColumn(group, name, free(column, kind), null, source(group, name)));
    }
  }

  private Set<String> namesOf(Group group) {
    return names.getOrDefault(group, Set.of());
  }

  private static Group group(Kind kind) {
    return switch (kind) {
      case PARAMETER, DERIVED -> Group.PARAMETER;
      case RESULT -> Group.RESULT;
      case METADATA -> Group.METADATA;
    };
  }

  private static TableColumn.Source source(Group group, String name) {
    return switch (group) {
      case PARAMETER -> row -> row.parameters().get(name);
      case RESULT -> row -> row.results().get(name);
      case METADATA -> row -> row.metadata().get(name);
      case OWN -> throw new IllegalArgumentException("'" + name + "' is none of the user's");
    };
  }

  private String free(String column, Kind kind) {
    String base = UnicodeText.of(column);
    String withKind = base + "_" + kind.word();
    String candidate = base;
    for (int suffix = 1; !taken.add(candidate.toLowerCase(Locale.ROOT)); suffix++) {
      candidate = suffix == 1 ? withKind : withKind + "_" + suffix;
    }
    return candidate;
  }

  /** All columns, in order. */
  public List<TableColumn> columns() {
    return columns;
  }

  /** The columns of a group, in order. */
  public List<TableColumn> columns(Group group) {
    return columns.stream().filter(column -> column.group() == group).toList();
  }

  /**
   * Refuses a row with names that no column is there for.
   *
   * @throws NotebookException if a run has added them since the columns were listed
   */
  public void check(Row row) {
    if (row.parameters().size() > namesOf(Group.PARAMETER).size()
        || row.results().size() > namesOf(Group.RESULT).size()
        || row.metadata().size() > namesOf(Group.METADATA).size()) {
      throw changed(tag);
    }
  }

  /** The table became another one while it was read. */
  public static NotebookException changed(String tag) {
    return NotebookException.refused(
        "the result set '"
            + tag
            + "' got a new column, or values of another type, from a run while it was exported;"
            + " export it again");
  }
}
