package org.labactors.cli.internal.notebook;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Listing;
import org.labactors.cli.internal.terminal.Table;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Tally;

/**
 * What is in a notebook: its result sets, how many of their trials are recorded, and how.
 *
 * @param location where the notebook is, as the user wrote it
 * @param bytes how much room it takes, journal included
 * @param description what it is, in the user's words
 * @param attributes what the user noted about it
 * @param finished whether it is locked for ever
 * @param entries one for each result set
 */
record NotebookReport(
    String location,
    long bytes,
    String description,
    Map<String, Object> attributes,
    boolean finished,
    List<Entry> entries) {

  /** One result set. */
  record Entry(String tag, Tally tally, Instant created, String description, boolean finished) {

    String state() {
      String ready =
          tally.pending() == 0 ? "complete" : Wording.percent(tally.readyFraction()) + " recorded";
      return (finished ? "finished" : ready)
          + (tally.cancelled() == 0 ? "" : ", some cancelled")
          + (tally.failed() == 0 ? "" : ", some failed");
    }

    private List<@Nullable Object> cells() {
      return List.of(
          tag,
          tally.trials(),
          tally.ok(),
          tally.failed(),
          tally.pending(),
          created.toString(),
          description,
          tally.cancelled(),
          finished);
    }
  }

  private static final List<String> HEADINGS =
      List.of(
          "tag",
          "trials",
          "ok",
          "failed",
          "pending",
          "created",
          "description",
          "cancelled",
          "finished");

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  /** The report on a notebook. */
  static NotebookReport of(Notebook notebook) {
    return new NotebookReport(
        notebook.location(),
        notebook.bytes(),
        notebook.description(),
        notebook.attributes(),
        notebook.isFinished(),
        notebook.resultSets().stream().map(NotebookReport::entry).toList());
  }

  private static Entry entry(ResultSet results) {
    return new Entry(
        results.tag(),
        results.tally(),
        results.created(),
        results.description(),
        results.isFinished());
  }

  void print(Listing.Format format, Console console) {
    switch (format) {
      case table -> printTable(console);
      case csv ->
          Listing.printCsv(console.data(), HEADINGS, entries.stream().map(Entry::cells).toList());
      case json -> Listing.printJson(console.data(), json());
    }
    console.out().flush();
  }

  private void printTable(Console console) {
    PrintWriter out = console.out();
    out.println(
        console.bold(location)
            + ": "
            + Wording.count(entries.size(), "result set")
            + ", "
            + Wording.bytes(bytes)
            + (finished ? ", finished" : ""));
    description.lines().forEach(line -> out.println("  " + line));
    attributes.forEach((name, value) -> out.println("  " + name + " = " + Listing.text(value)));
    if (entries.isEmpty()) {
      return;
    }
    Table table = new Table(Set.of(1, 2, 3, 4));
    table.row("tag", "trials", "ok", "failed", "pending", "state", "begun", "description");
    for (Entry entry : entries) {
      table.row(
          entry.tag(),
          Wording.count(entry.tally().trials()),
          Wording.count(entry.tally().ok()),
          Wording.count(entry.tally().failed()),
          Wording.count(entry.tally().pending()),
          entry.state(),
          MINUTE.format(entry.created()),
          entry.description().lines().findFirst().orElse(""));
    }
    table.lines().forEach(out::println);
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("notebook", location);
    json.put("bytes", bytes);
    json.put("description", description);
    json.put("attributes", attributes);
    json.put("finished", finished);
    List<Map<String, @Nullable Object>> resultSets = new ArrayList<>();
    for (Entry entry : entries) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      for (int i = 0; i < HEADINGS.size(); i++) {
        each.put(HEADINGS.get(i), entry.cells().get(i));
      }
      resultSets.add(each);
    }
    json.put("resultSets", resultSets);
    return json;
  }
}
