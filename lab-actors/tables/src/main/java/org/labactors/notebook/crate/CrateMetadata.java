package org.labactors.notebook.crate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.labactors.internal.table.TableColumn;
import org.labactors.internal.table.TableHeader;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Tally;

/**
 * The metadata of a crate. The run file is the workflow, each run of it an action, whose objects
 * are the parameters and the attached files, and whose result is the data.
 *
 * @see <a href="https://w3id.org/ro/crate/1.2">RO-Crate 1.2</a>
 * @see <a href="https://w3id.org/ro/wfrun/workflow/0.5">Workflow Run Crate 0.5</a>
 */
final class CrateMetadata {

  static final String NAME = "ro-crate-metadata.json";

  private static final String ROOT = "./";
  private static final String RO_CRATE = "https://w3id.org/ro/crate/1.2";
  private static final List<String> CONTEXTS =
      List.of(RO_CRATE + "/context", "https://w3id.org/ro/terms/workflow-run/context");
  private static final String NO_LICENCE =
      "No licence was given. Ask the people who ran the study before you use it.";

  private final ResultSet resultSet;
  private final CrateOptions options;
  private final RecordedRunFile runFile;
  private final List<Provenance> runs;
  private final RunTimes times;
  private final List<CrateFile> files;
  private final Map<String, CrateFile> jars;
  private final Graph graph = new Graph();

  /**
   * The metadata of a crate.
   *
   * @param files all other files of the crate; the run file first, then the data
   * @param jars those of them that are jars, by SHA-256
   */
  CrateMetadata(
      ResultSet resultSet,
      CrateOptions options,
      RecordedRunFile runFile,
      List<Provenance> runs,
      RunTimes times,
      List<CrateFile> files,
      Map<String, CrateFile> jars) {
    this.resultSet = resultSet;
    this.options = options;
    this.runFile = runFile;
    this.runs = runs;
    this.times = times;
    this.files = files;
    this.jars = jars;
  }

  String text() {
    graph
        .entity(NAME, "CreativeWork")
        .put("name", "The metadata of this crate")
        .link("about", ROOT)
        .link("conformsTo", RO_CRATE);
    Graph.Entity root = graph.entity(ROOT, "Dataset");
    List<String> people = people();
    describe(root, people);
    StudyEntities study = new StudyEntities(graph, resultSet, runFile, runs, jars, files.get(1));
    Graph.Entity workflow = study.workflow();
    workflow.link("author", people);
    files.forEach(this::describe);
    graph.entity(CrateContent.README).link("about", ROOT);
    List<String> actions = actions(study.objects());
    graph.entity(CrateContent.PROVENANCE).link("about", actions);
    root.link("hasPart", files.stream().map(CrateFile::id).toList())
        .link("mainEntity", workflow.id())
        .link("mentions", actions)
        .link("variableMeasured", measured());
    return graph.text(CONTEXTS);
  }

  private void describe(Graph.Entity root, List<String> people) {
    root.put("name", "Study " + resultSet.tag())
        .put("description", description())
        .put("datePublished", RunTimes.text(times.last()))
        .put("dateCreated", RunTimes.text(resultSet.created()))
        .link("author", people)
        .link(
            "conformsTo",
            List.of(
                profile("https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"),
                profile("https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"),
                profile(
                    "https://w3id.org/workflowhub/workflow-ro-crate/1.0",
                    "Workflow RO-Crate",
                    "1.0")));
    options
        .licence()
        .ifPresentOrElse(
            licence ->
                root.link(
                    "license",
                    graph
                        .entity(licence.address(), "CreativeWork")
                        .put("name", licence.name())
                        .put("description", "The licence of this crate: " + licence.name())
                        .id()),
            () -> root.put("license", NO_LICENCE));
  }

  private String description() {
    Tally tally = resultSet.tally();
    return (resultSet.description().isEmpty() ? "" : resultSet.description() + ". ")
        + "Results of the experiment %s. Trials: %d. Recorded as ok: %d, as failed: %d, as cancelled: %d; not recorded: %d."
            .formatted(
                runFile.experimentClass(),
                tally.trials(),
                tally.ok(),
                tally.failed(),
                tally.cancelled(),
                tally.pending());
  }

  private String profile(String address, String name, String version) {
    return graph
        .entity(address, "CreativeWork", "Profile")
        .put("name", name)
        .put("version", version)
        .id();
  }

  private List<String> people() {
    return options.authors().stream()
        .map(author -> graph.entity(author.id(), "Person").put("name", author.name()).id())
        .distinct()
        .toList();
  }

  private void describe(CrateFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    graph
        .entity(file.id(), "File")
        .put("name", name)
        .put("description", file.description())
        .put("encodingFormat", file.type())
        .put("contentSize", Long.toString(file.size()))
        .put("sha256", file.digest());
  }

  private List<String> actions(List<String> objects) {
    List<String> actions = new ArrayList<>();
    for (Provenance run : runs) {
      int number = actions.size() + 1;
      Graph.Entity action =
          graph
              .entity(Identifiers.local("run", Integer.toString(number)), "CreateAction")
              .put("name", "Run " + number + " of the study " + resultSet.tag())
              .put("description", RunFacts.text(run))
              .put("startTime", RunTimes.text(run.began()))
              .put("endTime", RunTimes.text(times.end(run)))
              .link("instrument", Identifiers.file(CrateContent.RUN_FILE))
              .link("agent", agent(run))
              .link("object", objects)
              .link("result", files.get(1).id())
              .link("environment", environment());
      if (number == runs.size()) {
        status(action);
      }
      actions.add(action.id());
    }
    return actions;
  }

  /** The last run has recorded the last trial, or has left some out. */
  private void status(Graph.Entity action) {
    long pending = resultSet.tally().pending();
    action.put(
        "actionStatus",
        "http://schema.org/" + (pending == 0 ? "Completed" : "Failed") + "ActionStatus");
    if (pending > 0) {
      action.put("error", "Trials that are not recorded: " + pending);
    }
  }

  private List<String> agent(Provenance run) {
    String user = RunFacts.user(run);
    return user.isEmpty()
        ? List.of()
        : List.of(
            graph
                .entity(Identifiers.local("user", user), "Person")
                .put("name", user)
                .put("description", "The name of the account that ran the study")
                .id());
  }

  /** The variables that the study sets for its program. */
  private List<String> environment() {
    return runFile.environment().entrySet().stream()
        .map(
            variable ->
                graph
                    .entity(Identifiers.local("environment", variable.getKey()), "PropertyValue")
                    .put("name", variable.getKey())
                    .put("value", variable.getValue())
                    .id())
        .toList();
  }

  private List<String> measured() {
    TableHeader header = TableHeader.of(resultSet);
    List<String> measured = new ArrayList<>();
    for (TableColumn.Group group : List.of(TableColumn.Group.RESULT, TableColumn.Group.METADATA)) {
      for (TableColumn column : header.columns(group)) {
        measured.add(
            graph
                .entity(Identifiers.local("column", column.header()), "PropertyValue")
                .put("name", column.header())
                .put(
                    "description",
                    group == TableColumn.Group.RESULT
                        ? "A column of the data: what a trial measured"
                        : "A column of the data: what was noted of a trial")
                .id());
      }
    }
    return measured;
  }
}
