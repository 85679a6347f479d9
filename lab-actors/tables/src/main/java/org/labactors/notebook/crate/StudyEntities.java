package org.labactors.notebook.crate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.labactors.internal.code.CodeJar;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.ResultSet;

/** The study in a crate's metadata: the run file as a workflow, its parameters, what it needs. */
final class StudyEntities {

  private static final int LONGEST_VALUE = 1000;
  private static final String FORMAL_PARAMETER = "FormalParameter";
  private static final String HOCON = "https://github.com/lightbend/config/blob/main/HOCON.md";

  private final Graph graph;
  private final ResultSet resultSet;
  private final RecordedRunFile runFile;
  private final List<Provenance> runs;
  private final Map<String, CrateFile> jars;
  private final CrateFile data;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> objects = new ArrayList<>();

  StudyEntities(
      Graph graph,
      ResultSet resultSet,
      RecordedRunFile runFile,
      List<Provenance> runs,
      Map<String, CrateFile> jars,
      CrateFile data) {
    this.graph = graph;
    this.resultSet = resultSet;
    this.runFile = runFile;
    this.runs = runs;
    this.jars = jars;
    this.data = data;
  }

  /** Adds the workflow, and all that it refers to. */
  Graph.Entity workflow() {
    Graph.Entity workflow =
        graph.entity(
            Identifiers.file(CrateContent.RUN_FILE),
            "File",
            "SoftwareSourceCode",
            "ComputationalWorkflow");
    parameters();
    List<String> attached =
        runFile.files().stream()
            .filter(AttachedFile::isHere)
            .map(file -> Identifiers.file(CrateContent.STUDY_FOLDER + file.name()))
            .toList();
    objects.addAll(attached);
    return workflow
        .put("version", resultSet.digest())
        .put("dateCreated", RunTimes.text(resultSet.created()))
        .link("programmingLanguage", lab())
        .link("input", inputs)
        .link("output", output())
        .link("hasPart", attached)
        .link("softwareRequirements", jars())
        .put("runtimePlatform", platforms());
  }

  /** What each run was given: the values of the parameters, and the attached files. */
  List<String> objects() {
    return objects;
  }

  private String lab() {
    String version = RunFacts.lab(runs.get(runs.size() - 1));
    return graph
        .entity(Identifiers.local("lab-actors", version), "ComputerLanguage", "SoftwareApplication")
        .put("name", "Lab Actors")
        .put("version", version)
        .put("url", HOCON)
        .put("description", "It runs studies on the JVM; its run files are HOCON")
        .id();
  }

  private void parameters() {
    JsonNode study = runFile.study();
    study
        .path("parameters")
        .properties()
        .forEach(
            each ->
                add(
                    "parameter",
                    each.getKey(),
                    ParameterKind.of(each.getValue()),
                    text(each.getValue())));
    for (ResultSet.ColumnInfo column : resultSet.columns()) {
      if (column.kind() == ResultSet.Kind.PARAMETER
          && !study.path("parameters").has(column.name())) {
        add("parameter", column.name(), ParameterKind.ANY, "As the design in study.json has it");
      }
    }
    add("setting", "replicates", ParameterKind.INTEGER, text(study.path("replicates")));
    add("setting", "seed", ParameterKind.INTEGER, text(study.path("seed")));
  }

  private void add(String kind, String name, String type, String values) {
    Graph.Entity parameter =
        graph
            .entity(Identifiers.local(kind, name), FORMAL_PARAMETER)
            .put("name", name)
            .put("additionalType", type);
    Graph.Entity value =
        graph
            .entity(Identifiers.local("value-of-" + kind, name), "PropertyValue")
            .put("name", name)
            .put("value", values)
            .link("exampleOfWork", parameter.id());
    parameter.link("workExample", value.id());
    inputs.add(parameter.id());
    objects.add(value.id());
  }

  private static String text(JsonNode values) {
    String text = values.toString();
    return text.length() <= LONGEST_VALUE
        ? text
        : "The values are in study.json; their number is " + values.size();
  }

  private String output() {
    Graph.Entity results =
        graph
            .entity("#results", FORMAL_PARAMETER)
            .put("name", "results")
            .put("description", "A row for each row of results of a trial")
            .put("additionalType", "File")
            .put("encodingFormat", data.type())
            .link("workExample", data.id());
    graph.entity(data.id(), "File").link("exampleOfWork", results.id());
    return results.id();
  }

  private Collection<String> jars() {
    Set<String> ids = new LinkedHashSet<>();
    for (Provenance run : runs) {
      for (CodeJar jar : run.code()) {
        CrateFile here = jars.get(jar.digest());
        ids.add(
            here == null
                ? graph
                    .entity(Identifiers.local("code", jar.digest()), "File")
                    .put("name", jar.name())
                    .put(
                        "description",
                        "A jar with the experiment's code, which is not part of this crate")
                    .put("encodingFormat", "application/java-archive")
                    .put("sha256", jar.digest())
                    .id()
                : here.id());
      }
    }
    return ids;
  }

  private Collection<String> platforms() {
    Set<String> platforms = new LinkedHashSet<>();
    runs.forEach(run -> platforms.addAll(RunFacts.platform(run)));
    return platforms;
  }
}
