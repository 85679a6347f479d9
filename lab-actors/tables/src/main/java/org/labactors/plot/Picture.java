package org.labactors.plot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.ResultSet.ColumnInfo;

/** What is shown: the kind of picture, and of which variables. */
sealed interface Picture {

  /** What is read for it; the last one tells one series from another, where there are several. */
  List<ColumnInfo> columns();

  /** It in words, for the user. */
  String words();

  /** The mean of y over x, with its confidence band, a line for each value of by. */
  record Lines(Variable x, Variable y, @Nullable Variable by) implements Picture {
    @Override
    public List<ColumnInfo> columns() {
      return Picture.columns(x, y, by);
    }

    @Override
    public String words() {
      return "the mean of " + y.name() + " over " + x.name() + Picture.by(by);
    }
  }

  /** A dot for each row. */
  record Scatter(Variable x, Variable y, @Nullable Variable by) implements Picture {
    @Override
    public List<ColumnInfo> columns() {
      return Picture.columns(x, y, by);
    }

    @Override
    public String words() {
      return y.name() + " over " + x.name() + Picture.by(by);
    }
  }

  /** The mean of z at each x and y, as a colour. */
  record HeatMap(Variable x, Variable y, Variable z) implements Picture {
    @Override
    public List<ColumnInfo> columns() {
      return List.of(x.column(), y.column(), z.column());
    }

    @Override
    public String words() {
      return "the mean of " + z.name() + " over " + x.name() + " and " + y.name();
    }
  }

  /** How often values fall into each of some intervals, for each value of by. */
  record Histogram(Variable of, @Nullable Variable by) implements Picture {
    @Override
    public List<ColumnInfo> columns() {
      return by == null ? List.of(of.column()) : List.of(of.column(), by.column());
    }

    @Override
    public String words() {
      return "how often " + of.name() + " takes which value" + Picture.by(by);
    }
  }

  private static List<ColumnInfo> columns(Variable x, Variable y, @Nullable Variable by) {
    return by == null
        ? List.of(x.column(), y.column())
        : List.of(x.column(), y.column(), by.column());
  }

  private static String by(@Nullable Variable by) {
    return by == null ? "" : ", by " + by.name();
  }
}
