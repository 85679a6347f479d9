package org.labactors.cli.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.labactors.cli.Screen;
import org.labactors.cli.internal.terminal.Listing;
import org.labactors.study.Tally;

class NotebookReportTest {

  private static final NotebookReport REPORT =
      new NotebookReport(
          "lab.db",
          1_234_567,
          "",
          Map.of(),
          false,
          List.of(
              new NotebookReport.Entry(
                  "curve",
                  new Tally(10_000, 10_000, 0),
                  Instant.parse("2026-03-01T12:00:00Z"),
                  "z = sin √(x² + y²)\nmore about it",
                  false),
              new NotebookReport.Entry(
                  "pi",
                  new Tally(100, 1, 2),
                  Instant.parse("2026-03-02T12:00:00Z"),
                  "a, \"b\"",
                  false)));

  private final Screen screen = new Screen();

  @Test
  void theTableHasALineForEachResultSet() {
    REPORT.print(Listing.Format.table, screen.console());

    assertThat(screen.out().replaceAll("2026-\\d\\d-\\d\\d \\d\\d:\\d\\d", "2026-MM-DD HH:MM"))
        .isEqualTo(
            """
            lab.db: 2 result sets, 1.2 MB
            tag    trials      ok  failed  pending  state                      begun             description
            curve  10,000  10,000       0        0  complete                   2026-MM-DD HH:MM  z = sin √(x² + y²)
            pi        100       1       2       97  3 % recorded, some failed  2026-MM-DD HH:MM  a, "b"
            """);
  }

  @Test
  void theCsvHasAHeaderAndQuotesWhatNeedsIt() {
    REPORT.print(Listing.Format.csv, screen.console());

    assertThat(screen.out())
        .isEqualTo(
            """
            tag,trials,ok,failed,pending,created,description,cancelled,finished
            curve,10000,10000,0,0,2026-03-01T12:00:00Z,"z = sin √(x² + y²)
            more about it",0,false
            pi,100,1,2,97,2026-03-02T12:00:00Z,"a, ""b\""",0,false
            """);
  }

  @Test
  void theJsonHoldsEverything() throws Exception {
    REPORT.print(Listing.Format.json, screen.console());

    JsonNode json = new ObjectMapper().readTree(screen.out());
    assertThat(json.path("notebook").asText()).isEqualTo("lab.db");
    assertThat(json.path("bytes").asLong()).isEqualTo(1_234_567);
    assertThat(json.path("resultSets").get(1).toString())
        .isEqualTo(
            "{\"tag\":\"pi\",\"trials\":100,\"ok\":1,\"failed\":2,\"pending\":97,"
                + "\"created\":\"2026-03-02T12:00:00Z\",\"description\":\"a, \\\"b\\\"\","
                + "\"cancelled\":0,\"finished\":false}");
  }

  @Test
  void anEmptyNotebookHasNoTable() {
    new NotebookReport("lab.db", 999, "all", Map.of("colour", "red"), true, List.of())
        .print(Listing.Format.table, screen.console());

    assertThat(screen.out())
        .isEqualTo("lab.db: 0 result sets, 999 B, finished\n  all\n  colour = red\n");
  }
}
