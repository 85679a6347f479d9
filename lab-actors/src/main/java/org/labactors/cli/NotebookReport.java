package org.labactors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Tally;

/**
 * What is in a notebook: its result sets, how many of their trials are recorded, and how.
 *
 * @param location where the notebook is, as the user wrote it
 * @param bytes how much room it takes, journal included
 * @param entries one for each result set
 */
record NotebookReport(String location, long bytes, List<Entry> entries) {

  /** In which form it is printed. */
  enum Format {
    table,
    csv,
    json
  }

  /** One result set. */
  record Entry(String tag, Tally tally, Instant created, String description) {

    String state() {
      String ready =
          tally.pending() == 0 ? "complete" : Wording.percent(tally.readyFraction()) + " recorded";
      return tally.failed() == 0 ? ready : ready + ", some failed";
    }
  }

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  /** The report on a notebook. */
  static NotebookReport of(Notebook notebook) {
    return new NotebookReport(
        notebook.location(),
        notebook.bytes(),
        notebook.resultSets().stream().map(NotebookReport::entry).toList());
  }

  private static Entry entry(ResultSet results) {
    return new Entry(results.tag(), results.tally(), results.created(), results.description());
  }

  void print(Format format, Console console) {
    switch (format) {
      case table -> printTable(console);
      case csv -> printCsv(console.out());
      case json -> printJson(console.out());
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
            + Wording.bytes(bytes));
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

  private void printCsv(PrintWriter out) {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setRecordSeparator('\n')
            .setHeader("tag", "trials", "ok", "failed", "pending", "created", "description")
            .get();
    try {
      CSVPrinter csv = new CSVPrinter(out, format);
      for (Entry entry : entries) {
        Tally tally = entry.tally();
        csv.printRecord(
            entry.tag(),
            tally.trials(),
            tally.ok(),
            tally.failed(),
            tally.pending(),
            entry.created(),
            entry.description());
      }
      csv.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a print writer keeps its failures to itself", impossible);
    }
  }

  private void printJson(PrintWriter out) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("notebook", location);
    json.put("bytes", bytes);
    json.put("resultSets", entries.stream().map(NotebookReport::json).toList());
    try {
      out.println(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps of numbers and strings are JSON", impossible);
    }
  }

  private static Map<String, Object> json(Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tag", entry.tag());
    json.put("trials", entry.tally().trials());
    json.put("ok", entry.tally().ok());
    json.put("failed", entry.tally().failed());
    json.put("pending", entry.tally().pending());
    json.put("created", entry.created().toString());
    json.put("description", entry.description());
    return json;
  }
}
