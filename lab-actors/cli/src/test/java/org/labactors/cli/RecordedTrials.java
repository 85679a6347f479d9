package org.labactors.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;

/** What processes of a test have recorded in a notebook, which may not be there yet. */
record RecordedTrials(Path file) {

  /** How many trials are recorded under a tag. */
  long count(String tag) {
    return Reading.openIfThere(file.toString())
        .map(
            notebook -> {
              try (notebook) {
                return notebook
                    .resultSet(tag)
                    .map(results -> results.tally().recorded())
                    .orElse(0L);
              }
            })
        .orElse(0L);
  }

  /** What was measured, a line for each row, without what differs from run to run. */
  List<String> measured(String tag) {
    try (Notebook notebook = Reading.open(file.toString());
        Stream<Row> rows = notebook.resultSet(tag).orElseThrow().rows(Query.ALL)) {
      return rows.map(
              row ->
                  row.trial() + " " + row.parameters() + " " + row.status() + " " + row.results())
          .sorted()
          .toList();
    }
  }
}
