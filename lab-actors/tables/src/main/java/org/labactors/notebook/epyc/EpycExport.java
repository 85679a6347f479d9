package org.labactors.notebook.epyc;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.labactors.internal.table.TextOutput;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.export.Export;

/**
 * A notebook of epyc, as JSON of its version 2, with one result set or those of a whole notebook.
 * What is measured, the parameters and the trials' own metadata stand where epyc has them; what
 * only this lab knows has a name that begins with {@code lab-actors.}, from which {@link
 * EpycImport} restores it. How a result set is written, {@link EpycSet} says.
 */
public final class EpycExport implements Export {

  @Override
  public long write(ResultSet resultSet, Query query, OutputStream out) throws IOException {
    return write(new About("", Map.of(), false), List.of(resultSet), query, out);
  }

  @Override
  public long write(Notebook notebook, OutputStream out) throws IOException {
    About about = new About(notebook.description(), notebook.attributes(), notebook.isFinished());
    return write(about, notebook.resultSets(), Query.ALL, out);
  }

  /** What is said of the notebook itself. */
  private record About(String description, Map<String, Object> attributes, boolean locked) {}

  private static long write(About about, List<ResultSet> resultSets, Query query, OutputStream out)
      throws IOException {
    TextOutput output = new TextOutput(out);
    output.write(head(about, resultSets));
    long rows = 0;
    String separator = "\n";
    for (ResultSet resultSet : resultSets) {
      output.write(separator);
      rows += new EpycSet(resultSet, query).writeTo(output);
      separator = ",\n";
    }
    output.write("\n}}\n");
    output.flush();
    return rows;
  }

  private static CharSequence head(About about, List<ResultSet> resultSets) {
    String current =
        resultSets.isEmpty()
            ? EpycFormat.DEFAULT_RESULT_SET
            : resultSets.get(resultSets.size() - 1).tag();
    StringBuilder text = new StringBuilder("{");
    property(text, EpycFormat.CREATOR, "Lab Actors").append(",\n");
    property(text, EpycFormat.VERSION, EpycFormat.THE_VERSION).append(",\n");
    property(text, EpycFormat.DESCRIPTION, about.description).append(",\n");
    property(text, EpycFormat.CURRENT, current).append(",\n");
    property(text, EpycFormat.LOCKED, about.locked).append(",\n");
    if (!about.attributes.isEmpty()) {
      property(text, EpycFormat.OUR_ATTRIBUTES, about.attributes).append(",\n");
    }
    ValueJson.appendName(text, EpycFormat.RESULT_SETS, JsonDialect.PYTHON);
    return text.append(" {");
  }

  static StringBuilder property(StringBuilder text, String name, Object value) {
    ValueJson.appendName(text, name, JsonDialect.PYTHON);
    ValueJson.append(text, value, JsonDialect.PYTHON);
    return text;
  }
}
