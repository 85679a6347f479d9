package org.labactors.cli.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.Lab;
import org.labactors.cli.Screen;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.notebook.Audit;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.RecordOptions;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.Study;

class AuditCommandTest {

  /** Numbers from the seed of the trial; it fails above a limit. */
  public record Drawing(long limit) implements Experiment {
    @Override
    public Values run(Trial trial) {
      if (trial.getLong("x") > limit) {
        throw new IllegalStateException("x is " + trial.getLong("x"));
      }
      return Values.of("y", trial.random().nextDouble(), "s", Math.sin(trial.getDouble("x")));
    }
  }

  /** Its y is drawn from nowhere. */
  public record Careless() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of("same", 1L, "y", Math.random());
    }
  }

  /** The order of its names is that of the addresses of objects. */
  public record Unordered() implements Experiment {
    @Override
    public Values run(Trial trial) {
      Set<Object> set = new HashSet<>();
      Map<Object, Integer> places = new LinkedHashMap<>();
      for (int i = 0; i < 50; i++) {
        Object each = new Object();
        set.add(each);
        places.put(each, i);
      }
      StringBuilder order = new StringBuilder();
      set.forEach(each -> order.append(places.get(each)).append(' '));
      return Values.of("order", order.toString());
    }
  }

  /** Looks at the clock. */
  public record Late() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of("at", System.nanoTime());
    }
  }

  /** A little more than nothing, and never the same. */
  public record Trembling() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of("y", 1 + 1e-12 * (System.nanoTime() % 1000));
    }
  }

  @TempDir private Path folder;
  private String notebook;

  @BeforeEach
  void record() throws InterruptedException {
    notebook = folder.resolve("notes.db").toString();
    try (Lab lab = Lab.builder().notebook(notebook).engines(2).open()) {
      for (Map.Entry<String, Experiment> each :
          Map.<String, Experiment>of(
                  "drawing",
                  new Drawing(90),
                  "careless",
                  new Careless(),
                  "unordered",
                  new Unordered(),
                  "late",
                  new Late(),
                  "trembling",
                  new Trembling())
              .entrySet()) {
        Study study =
            Study.of(each.getValue()).with("x", Range.stepped(1L, 100L, 1L)).replicates(2).seed(42);
        Progress end =
            lab.submit(each.getKey(), study, RecordOptions.DEFAULT.maxFailures(FailureLimit.NONE))
                .awaitEnd();
        assertThat(end.recorded()).isEqualTo(200);
      }
    }
  }

  private Audit audit(String tag) {
    try (Notebook opened = Reading.open(notebook)) {
      return opened.resultSet(tag).orElseThrow().audits().get(0);
    }
  }

  @Test
  void whatIsDeterministicIsEqualWithItsFailures() {
    Screen screen = new Screen();

    assertThat(screen.lab("audit", notebook, "drawing", "--sample", "100%", "--seed", "7"))
        .as(screen::err)
        .isZero();

    assertThat(screen.out())
        .contains(
            "audit of drawing: 200 of 200 recorded trials ran again, all equal\n",
            "  drawn by --sample 100% --seed 7\n",
            "; on another host: 0\n")
        .doesNotContain("depend");
    assertThat(audit("drawing").sample().count()).isEqualTo(200);
    assertThat(audit("drawing").findings().differing()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "careless, y, Careless, random numbers that are not from trial.random(): Math.random() in",
    "unordered, order, Unordered, the order of a hash table or of threads: new HashSet in",
    "late, at, Late, the clock: System.nanoTime() in",
  })
  void whatIsNotIsNamedWithItsLikelyCause(String tag, String name, String type, String cause) {
    Screen screen = new Screen();

    assertThat(screen.lab("audit", notebook, tag, "--sample", "10%", "--seed", "1")).isEqualTo(3);

    assertThat(screen.out())
        .contains("audit of " + tag + ": 20 of 200 recorded trials ran again, 20 differ\n")
        .contains("\n  " + name + " differs in 20 trials\n")
        .contains("AuditCommandTest$" + type + " may depend on\n    - " + cause)
        .containsPattern("AuditCommandTest\\$" + type + "\\.run\\(AuditCommandTest.java:\\d+\\)")
        .contains("and 10 more; the notebook keeps 20\n")
        .contains(" replay " + notebook + " " + tag + " --trial ");
    assertThat(audit(tag).findings().names()).isEqualTo(Map.of(name, 20L));
    assertThat(audit(tag).findings().mismatches())
        .hasSize(20)
        .allMatch(
            each -> audit(tag).sample().trials().stream().anyMatch(t -> t.contains(each.trial())));
  }

  @Test
  void aToleranceIsGivenByName() {
    String[] strict = {"audit", notebook, "trembling", "--sample", "20"};
    String[] tolerant = {"audit", notebook, "trembling", "--sample", "20", "--tolerance", "y=1e-8"};

    assertThat(new Screen().lab(strict)).isEqualTo(3);
    Screen screen = new Screen();
    assertThat(screen.lab(tolerant)).as(screen::out).isZero();

    assertThat(screen.out()).contains("  within a tolerance: y=1.0E-8\n");
  }

  @Test
  void theNotebookShowsItsAudits() {
    assertThat(
            new Screen()
                .lab(
                    "audit",
                    notebook,
                    "careless",
                    "--sample",
                    "2",
                    "--seed",
                    "5",
                    "--where",
                    "x=3"))
        .isEqualTo(3);
    Screen table = new Screen();
    Screen json = new Screen();

    assertThat(table.lab("notebook", "show", notebook, "careless")).isZero();
    assertThat(json.lab("notebook", "show", notebook, "careless", "--format", "json")).isZero();

    assertThat(table.out())
        .containsPattern("(?m)^audited \\d{4}-.*: 2 of 200 recorded trials ran again, 2 differ$")
        .contains("  drawn by --sample 2 --where x=3 --seed 5\n  differ: y\n");
    assertThat(json.out().replaceAll("\\s", ""))
        .contains("\"sample\":\"2\",\"where\":{\"x\":3},\"seed\":5,\"audited\":2")
        .contains("\"differing\":2")
        .contains("\"names\":{\"y\":2}");
  }

  @ParameterizedTest
  @CsvSource({
    "--sample, 0, --sample: '0' is no size of a sample; write a percentage",
    "--tolerance, z=1, the result set 'drawing' has no result 'z'; it has",
    "--tolerance, z, 'z' is no tolerance; write name=number",
    "--where, x=1000, no trial of the result set 'drawing' is recorded with these parameters",
    "--where, q=1, the result set 'drawing' has no parameter 'q'",
    "--code, no.jar, --code: there is no such file: no.jar",
  })
  void whatCannotBeAuditedIsRefused(String option, String value, String why) {
    Screen screen = new Screen();
    String sample = option.equals("--sample") ? "--quiet" : "--sample=1%";

    assertThat(screen.lab("audit", notebook, "drawing", option, value, sample)).isEqualTo(2);

    assertThat(screen.err()).contains(why).doesNotContain("\tat ");
    try (Notebook opened = Reading.open(notebook)) {
      assertThat(opened.resultSet("drawing").orElseThrow().audits()).isEmpty();
    }
  }

  @Test
  void whatIsNotThereIsRefusedAndNothingIsMade() {
    Screen screen = new Screen();
    Path none = folder.resolve("none.db");

    assertThat(screen.lab("audit", none.toString(), "t", "--sample", "1")).isEqualTo(2);
    assertThat(screen.lab("audit", notebook, "no", "--sample", "1")).isEqualTo(2);

    assertThat(screen.err()).contains("there is no notebook", "there is no result set 'no'");
    assertThat(none).doesNotExist();
  }
}
