package org.labactors.notebook.crate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.command.Attachment;
import org.labactors.command.Command;
import org.labactors.command.Input;
import org.labactors.command.Output;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.format.ExportFormat;
import org.labactors.study.Study;

/**
 * What RO-Crate 1.2 (https://w3id.org/ro/crate/1.2) and Workflow Run Crate 0.5
 * (https://w3id.org/ro/wfrun/workflow/0.5) require of a crate's metadata, and what they recommend
 * that a crate of a study can have.
 */
class CrateMetadataTest {

  private static final String ORCID = "https://orcid.org/0000-0002-1825-0097";

  @TempDir Path folder;
  private Path crate;
  private Path jar;
  private List<Provenance> runs = List.of();
  private final Map<String, JsonNode> entities = new TreeMap<>();
  private JsonNode document;

  @BeforeEach
  void exportTwoRuns() throws IOException {
    jar = Files.writeString(folder.resolve("code.jar"), "stands for code");
    crate = folder.resolve("crate");
    try (WritableNotebook notebook = Notebooks.open(folder.resolve("lab.db"))) {
      record(notebook, options("What it is"), 0);
      record(notebook, options(""), 1);
      ResultSet resultSet = notebook.resultSet("a study").orElseThrow();
      runs = resultSet.provenance();
      export(
          resultSet,
          new CrateOptions(
              ExportFormat.CSV,
              Query.ALL,
              List.of(CrateAuthor.parse("Ann Example <" + ORCID + ">"), CrateAuthor.parse("Bob")),
              Optional.of(CrateLicence.parse("CC-BY-4.0")),
              List.of(jar)));
    }
  }

  /** The notebook keeps no jars. */
  private RecordOptions options(String description) {
    return new RecordOptions(description, false, List.of(jar)).keepCode(Optional.of(false));
  }

  private static void record(WritableNotebook notebook, RecordOptions options, long trial) {
    try (Recorder recorder = notebook.record("a study", study(), options)) {
      recorder.record(List.of(batch(trial == 0 ? ok(0, "z", 0.5) : failed(1))));
    }
  }

  private static Study study() {
    return Study.of(
            new Command(
                List.of("sh", "run.sh", "{größe x}"),
                Map.of("LEVEL", "3"),
                Input.NONE,
                Output.JSON,
                List.of(new Attachment("my scripts/run.sh", "echo '{}'\n", false, false)),
                1 << 20,
                false,
                0))
        .with("größe x", 1, 2, 3)
        .seed(7);
  }

  private void export(ResultSet resultSet, CrateOptions options) throws IOException {
    long unused = Crate.write(resultSet, options, crate, false);
    document = new ObjectMapper().readTree(crate.resolve("ro-crate-metadata.json").toFile());
    entities.clear();
    for (JsonNode entity : document.path("@graph")) {
      JsonNode before = entities.put(entity.path("@id").asText(), entity);
      assertThat(before).as("an entity of the same @id as %s", entity).isNull();
    }
  }

  private JsonNode entity(String id) {
    assertThat(entities).containsKey(id);
    return entities.get(id);
  }

  /** The identifiers that a property refers to, one or several. */
  private static List<String> links(JsonNode entity, String property) {
    JsonNode value = entity.path(property);
    List<String> ids = new ArrayList<>();
    (value.isArray() ? value : List.of(value)).forEach(each -> ids.add(each.path("@id").asText()));
    return value.isMissingNode() ? List.of() : ids;
  }

  private static List<String> types(JsonNode entity) {
    JsonNode types = entity.path("@type");
    List<String> names = new ArrayList<>();
    (types.isArray() ? types : List.of(types)).forEach(each -> names.add(each.asText()));
    return names;
  }

  private List<JsonNode> ofType(String type) {
    return entities.values().stream().filter(each -> types(each).contains(type)).toList();
  }

  private JsonNode root() {
    return entity("./");
  }

  @Test
  void theContextIsThatOfTheSpecificationAndOfTheProfile() {
    assertThat(document.path("@context"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "https://w3id.org/ro/crate/1.2/context",
            "https://w3id.org/ro/terms/workflow-run/context");
  }

  @Test
  void theGraphIsFlat() {
    for (JsonNode entity : entities.values()) {
      assertThat(entity.path("@id").asText()).isNotEmpty();
      assertThat(types(entity)).isNotEmpty().doesNotContain("");
      entity
          .properties()
          .forEach(
              property ->
                  (property.getValue().isArray()
                          ? property.getValue()
                          : List.of(property.getValue()))
                      .forEach(
                          value ->
                              assertThat(value.isTextual() || isReference(value))
                                  .as("%s of %s", property.getKey(), entity)
                                  .isTrue()));
    }
  }

  private static boolean isReference(JsonNode value) {
    return value.isObject() && value.size() == 1 && value.path("@id").isTextual();
  }

  @Test
  void whatIsReferredToIsThereOrOnTheWeb() {
    for (JsonNode entity : entities.values()) {
      for (JsonNode reference : entity.findParents("@id")) {
        String id = reference.path("@id").asText();
        assertThat(entities.containsKey(id) || URI.create(id).isAbsolute())
            .as("%s in %s", id, entity)
            .isTrue();
      }
    }
  }

  @Test
  void identifiersAreAddresses() {
    assertThat(entities.keySet()).allSatisfy(id -> assertThat(URI.create(id)).isNotNull());
    assertThat(entities).containsKeys("study/my%20scripts/run.sh", "#parameter-größe%20x");
  }

  @Test
  void theDescriptorNamesTheRootAndTheVersionOfTheSpecification() {
    JsonNode descriptor = entity("ro-crate-metadata.json");

    assertThat(types(descriptor)).containsExactly("CreativeWork");
    assertThat(links(descriptor, "about")).containsExactly("./");
    assertThat(links(descriptor, "conformsTo")).containsExactly("https://w3id.org/ro/crate/1.2");
  }

  @Test
  void theRootHasNameDescriptionDateAndLicence() {
    assertThat(types(root())).containsExactly("Dataset");
    assertThat(root().path("name").asText()).isEqualTo("Study a study");
    assertThat(root().path("description").asText())
        .isEqualTo(
            "What it is. Results of the experiment org.labactors.command.Command. Trials: 3."
                + " Recorded as ok: 1, as failed: 1, as cancelled: 0; not recorded: 1.");
    assertThat(links(root(), "license")).containsExactly("https://spdx.org/licenses/CC-BY-4.0");
    JsonNode licence = entity("https://spdx.org/licenses/CC-BY-4.0");
    assertThat(types(licence)).containsExactly("CreativeWork");
    assertThat(licence.path("name").asText()).isEqualTo("CC-BY-4.0");
    assertThat(licence.path("description").asText()).isNotEmpty();
  }

  @Test
  void theDateIsTheEndOfTheLastRun() {
    assertThat(root().path("datePublished").asText())
        .isEqualTo(entity("#run-2").path("endTime").asText());
    assertThat(OffsetDateTime.parse(root().path("datePublished").asText()).toInstant())
        .isCloseTo(runs.get(1).began(), within(1, ChronoUnit.MILLIS));
  }

  @Test
  void theProfilesAreDescribed() {
    assertThat(links(root(), "conformsTo"))
        .containsExactly(
            "https://w3id.org/ro/wfrun/process/0.5",
            "https://w3id.org/ro/wfrun/workflow/0.5",
            "https://w3id.org/workflowhub/workflow-ro-crate/1.0");
    for (String profile : links(root(), "conformsTo")) {
      assertThat(types(entity(profile))).containsExactly("CreativeWork", "Profile");
      assertThat(entity(profile).path("name").asText()).isNotEmpty();
    }
  }

  @Test
  void allFilesAreListedAndAreThere() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(crate)) {
      all.filter(Files::isRegularFile)
          .map(file -> crate.relativize(file).toString().replace(" ", "%20"))
          .filter(name -> !name.equals("ro-crate-metadata.json"))
          .forEach(files::add);
    }

    assertThat(links(root(), "hasPart")).containsExactlyInAnyOrderElementsOf(files);
    assertThat(ofType("File"))
        .extracting(each -> each.path("@id").asText())
        .containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void eachFileHasItsSizeDigestFormatAndDescription() throws IOException {
    for (JsonNode file : ofType("File")) {
      Path path = crate.resolve(file.path("@id").asText().replace("%20", " "));

      assertThat(file.path("name").asText()).isEqualTo(path.getFileName().toString());
      assertThat(file.path("description").asText()).isNotEmpty();
      assertThat(file.path("encodingFormat").asText()).matches("[a-z]+/[a-z.-]+");
      assertThat(file.path("contentSize").asText()).isEqualTo(Long.toString(Files.size(path)));
      assertThat(file.path("sha256").asText()).isEqualTo(CodeJar.of(path).digest());
    }
  }

  @Test
  void theRunFileIsTheWorkflow() {
    JsonNode workflow = entity("study/study.conf");

    assertThat(links(root(), "mainEntity")).containsExactly("study/study.conf");
    assertThat(types(workflow))
        .containsExactly("File", "SoftwareSourceCode", "ComputationalWorkflow");
    assertThat(workflow.path("version").asText()).hasSize(64);
    JsonNode language = entity(links(workflow, "programmingLanguage").get(0));
    assertThat(types(language)).contains("ComputerLanguage");
    assertThat(List.of("name", "version", "url"))
        .allSatisfy(property -> assertThat(language.path(property).asText()).isNotEmpty());
  }

  @Test
  void inputsAndOutputsOfTheWorkflowHaveTypesAndValues() {
    JsonNode workflow = entity("study/study.conf");

    assertThat(links(workflow, "input"))
        .containsExactly("#parameter-größe%20x", "#setting-replicates", "#setting-seed");
    assertThat(links(workflow, "output")).containsExactly("#results");
    for (JsonNode parameter : ofType("FormalParameter")) {
      assertThat(parameter.path("name").asText()).isNotEmpty();
      assertThat(parameter.path("additionalType").asText()).isIn("Integer", "File");
      JsonNode value = entity(links(parameter, "workExample").get(0));
      assertThat(links(value, "exampleOfWork")).containsExactly(parameter.path("@id").asText());
      assertThat(types(value)).containsAnyOf("PropertyValue", "File");
    }
    assertThat(entity("#value-of-parameter-größe%20x").path("value").asText()).isEqualTo("[1,2,3]");
    assertThat(entity("#value-of-setting-seed").path("value").asText()).isEqualTo("7");
  }

  @Test
  void eachRunIsAnAction() {
    assertThat(links(root(), "mentions")).containsExactly("#run-1", "#run-2");
    assertThat(ofType("CreateAction")).hasSize(2);
    for (JsonNode action : ofType("CreateAction")) {
      assertThat(action.path("name").asText()).isNotEmpty();
      assertThat(links(action, "instrument")).containsExactly("study/study.conf");
      assertThat(links(action, "result")).containsExactly("data.csv");
      assertThat(links(action, "object"))
          .containsExactly(
              "#value-of-parameter-größe%20x",
              "#value-of-setting-replicates",
              "#value-of-setting-seed",
              "study/my%20scripts/run.sh");
      assertThat(OffsetDateTime.parse(action.path("endTime").asText()))
          .isAfterOrEqualTo(OffsetDateTime.parse(action.path("startTime").asText()));
      assertThat(types(entity(links(action, "agent").get(0)))).containsExactly("Person");
      JsonNode variable = entity(links(action, "environment").get(0));
      assertThat(types(variable)).containsExactly("PropertyValue");
      assertThat(variable.path("name").asText()).isEqualTo("LEVEL");
      assertThat(variable.path("value").asText()).isEqualTo("3");
    }
    assertThat(entity("#run-2").path("description").asText())
        .contains("Trials recorded before: 1.", System.getProperty("java.version"));
  }

  @Test
  void trialsThatAreNotRecordedAreAnErrorOfTheLastRun() {
    assertThat(entity("#run-1").has("actionStatus")).isFalse();
    assertThat(entity("#run-2").path("actionStatus").asText())
        .isEqualTo("http://schema.org/FailedActionStatus");
    assertThat(entity("#run-2").path("error").asText())
        .isEqualTo("Trials that are not recorded: 1");
  }

  @Test
  void theWorkflowHasItsFilesItsCodeAndThePlatformsOfItsRuns() {
    JsonNode workflow = entity("study/study.conf");

    assertThat(links(workflow, "hasPart")).containsExactly("study/my%20scripts/run.sh");
    assertThat(links(workflow, "softwareRequirements")).containsExactly("code/code.jar");
    assertThat(workflow.path("runtimePlatform"))
        .extracting(JsonNode::asText)
        .hasSize(2)
        .first()
        .asString()
        .startsWith("Java " + System.getProperty("java.version"));
  }

  @Test
  void softwareHasNameVersionAndAddress() {
    assertThat(ofType("SoftwareApplication"))
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(List.of("name", "version", "url"))
                    .allSatisfy(property -> assertThat(each.path(property).asText()).isNotEmpty()));
  }

  @Test
  void authorsArePersons() {
    assertThat(links(root(), "author")).containsExactly(ORCID, "#author-Bob");
    assertThat(types(entity(ORCID))).containsExactly("Person");
    assertThat(entity(ORCID).path("name").asText()).isEqualTo("Ann Example");
  }

  @Test
  void withoutAuthorsLicenceAndJarsItSaysWhatIsMissing() throws IOException {
    crate = folder.resolve("plain");
    try (WritableNotebook notebook = Notebooks.open(folder.resolve("lab.db"))) {
      export(notebook.resultSet("a study").orElseThrow(), CrateOptions.usual());
    }

    assertThat(root().has("author")).isFalse();
    assertThat(root().path("license").asText()).startsWith("No licence was given.");
    String digest = CodeJar.of(jar).digest();
    assertThat(links(entity("study/study.conf"), "softwareRequirements"))
        .containsExactly("#code-" + digest);
    assertThat(entity("#code-" + digest).path("sha256").asText()).isEqualTo(digest);
    assertThat(Files.readString(crate.resolve("README.md")))
        .contains("which is not here: get it and name it with `--code`");
  }

  @Test
  void theProvenanceIsThereForPrograms() throws IOException {
    JsonNode provenance = new ObjectMapper().readTree(crate.resolve("provenance.json").toFile());

    assertThat(links(entity("provenance.json"), "about")).containsExactly("#run-1", "#run-2");
    assertThat(provenance.path("runs")).hasSize(2);
    assertThat(provenance.at("/runs/0/code/0/sha256").asText()).isEqualTo(CodeJar.of(jar).digest());
    assertThat(provenance.at("/runs/1/recorded").asLong()).isEqualTo(1);
    assertThat(provenance.at("/runs/0/facts/java").asText()).isNotEmpty();
  }
}
