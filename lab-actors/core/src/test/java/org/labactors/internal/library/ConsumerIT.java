package org.labactors.internal.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects that begin empty and use the installed library, built by Maven and run. */
class ConsumerIT {

  /** What a program may have to carry for the laboratory. */
  private static final int MOST_JARS = 60;

  /** What the program of the tutorial prints. */
  private static final String RESULTS = "110 of 110\nOptionalDouble[0.167061]\n";

  private static final String WITHOUT_TRANSFORMERS = "(?s)<transformers>.*</transformers>";

  @TempDir private Path folder;

  @BeforeAll
  static void install() throws IOException {
    Maven.install();
  }

  /** A project with the program of the tutorial. */
  private Consumer diceStudy() throws IOException {
    return new Consumer(folder)
        .source("Dice", Documentation.block("java", "record Dice"))
        .source("DiceStudy", Documentation.block("java", "class DiceStudy"));
  }

  @Test
  void aProjectWithNothingElseGetsTheTestedJarsAndRunsTheProgramOfTheTutorial() throws Exception {
    Consumer consumer = diceStudy().build("compile");

    Programs.Output output = consumer.run("DiceStudy");

    assertThat(names(consumer.jars()))
        .containsExactlyElementsOf(
            names(
                Stream.concat(
                        Files.readString(Path.of("target", "class-path.txt")).lines(),
                        Stream.of("lab-actors-0.1.0-SNAPSHOT.jar"))
                    .flatMap(jars -> Stream.of(jars.split(":", -1)))
                    .map(Path::of)
                    .toList()));
    assertThat(output.out()).as(output.err()).isEqualTo(RESULTS);
    assertThat(output.err().lines()).allMatch(line -> line.startsWith("SLF4J"));
    assertThat(output.exitCode()).isZero();
  }

  private static List<String> names(List<Path> jars) {
    return jars.stream()
        .map(jar -> jar.getFileName().toString())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5.7", "4.0.7"})
  void aProjectWithTheParentOfSpringBootRunsAStudyWhenItsContextIsUp(String version)
      throws Exception {
    Consumer consumer =
        diceStudy()
            .parent("org.springframework.boot:spring-boot-starter-parent:" + version)
            .dependency("org.springframework.boot:spring-boot-starter")
            .file("src/main/resources/application.properties", "logging.level.akka=WARN\n")
            .source(
                "example/Service",
                """
                package example;

                import java.nio.file.Path;
                import org.labactors.Lab;
                import org.labactors.design.Range;
                import org.labactors.experiment.*;
                import org.labactors.study.Study;
                import org.springframework.boot.*;
                import org.springframework.boot.autoconfigure.SpringBootApplication;
                import org.springframework.context.annotation.Bean;

                @SpringBootApplication
                public class Service {
                  public record Square(String by) implements Experiment {
                    @Override
                    public Values run(Trial trial) {
                      return Values.of("square", trial.getLong("n") * trial.getLong("n"));
                    }
                  }

                  @Bean
                  CommandLineRunner study() {
                    return arguments -> {
                      try (Lab lab = Lab.open(Path.of("squares.db"))) {
                        var run =
                            lab.submit("squares",
                                Study.of(new Square("me")).with("n", Range.stepped(1L, 100L, 1L)));
                        System.out.println("ok: " + run.await().ok());
                      }
                    };
                  }

                  public static void main(String... arguments) {
                    SpringApplication.run(Service.class, arguments);
                  }
                }
                """)
            .build("compile");

    Programs.Output output = consumer.run("example.Service");

    assertThat(output.out()).as(output.err()).contains("ok: 100\n");
    assertThat(output.out() + output.err()).doesNotContain("akka");
    assertThat(output.exitCode()).isZero();
  }

  @Test
  void aProgramHasFewJarsAndIsToldWhichArtifactItLacks() throws Exception {
    Consumer consumer =
        diceStudy()
            .source(
                "Elsewhere",
                """
                import org.labactors.Lab;
                import org.labactors.notebook.NotebookException;

                class Elsewhere {
                  public static void main(String... arguments) {
                    try (Lab lab = Lab.builder().notebook("jdbc:postgresql://localhost/lab").engines(1).open()) {
                      System.out.println("open");
                    } catch (NotebookException refused) {
                      System.out.println(refused.getMessage());
                    }
                  }
                }
                """)
            .build("compile");

    Programs.Output output = consumer.run("Elsewhere");

    assertThat(consumer.jars()).hasSizeLessThanOrEqualTo(MOST_JARS);
    assertThat(output.out()).as(output.err()).contains("org.labactors:lab-actors-postgres");
    assertThat(output.exitCode()).isZero();
  }

  @Test
  void aServiceWithAnActorSystemOfItsOwnHasALabAmongItsActors() throws Exception {
    Consumer consumer =
        diceStudy()
            .dependency("com.typesafe.akka:akka-actor-typed_2.13:2.8.5")
            .file("src/main/resources/application.conf", "akka.loglevel = ERROR\nlab.engines = 2\n")
            .source(
                "Service",
                """
                import akka.actor.typed.*;
                import akka.actor.typed.javadsl.*;
                import java.nio.file.Path;
                import java.time.Duration;
                import org.labactors.Lab;
                import org.labactors.actor.*;
                import org.labactors.design.Range;
                import org.labactors.notebook.*;
                import org.labactors.protocol.LabProtocol;
                import org.labactors.settings.LabSettings;
                import org.labactors.study.Progress;
                import org.labactors.study.Study;

                class Service {
                  public static void main(String... arguments) {
                    try (var notebook = Lab.edit("dice.db")) {
                      ActorSystem<SpawnProtocol.Command> service =
                          ActorSystem.create(SpawnProtocol.create(), "service");
                      ActorRef<LabProtocol.Command> lab =
                          AskPattern.<SpawnProtocol.Command, ActorRef<LabProtocol.Command>>ask(
                                  service,
                                  replyTo -> new SpawnProtocol.Spawn<>(
                                      LabActor.create(LabSettings.load(), notebook),
                                      "lab", Props.empty(), replyTo),
                                  Duration.ofMinutes(1), service.scheduler())
                              .toCompletableFuture().join();
                      Study study =
                          Study.of(new Dice(1000)).with("sum", Range.stepped(2L, 12L, 1L)).seed(42);
                      LabProtocol.Submitted run =
                          AskPattern.<LabProtocol.Command, LabProtocol.Submitted>askWithStatus(
                                  lab,
                                  replyTo -> new LabProtocol.Submit(
                                      "dice", study, RecordOptions.DEFAULT, replyTo),
                                  Duration.ofMinutes(1), service.scheduler())
                              .toCompletableFuture().join();
                      Progress end =
                          AskPattern.<LabProtocol.Command, Progress>askWithStatus(
                                  lab, replyTo -> new LabProtocol.AwaitEnd(run.run(), replyTo),
                                  Duration.ofMinutes(1), service.scheduler())
                              .toCompletableFuture().join();
                      System.out.println("ok: " + end.ok());
                      AskPattern.ask(
                              lab, LabProtocol.Stop::new, Duration.ofMinutes(1), service.scheduler())
                          .toCompletableFuture().join();
                      service.terminate();
                      service.getWhenTerminated().toCompletableFuture().join();
                    }
                  }
                }
                """)
            .build("compile");

    Programs.Output output = consumer.run("Service");

    assertThat(output.out()).as(output.err()).isEqualTo("ok: 11\n");
    assertThat(output.exitCode()).isZero();
  }

  @Test
  void anOlderBomOfJacksonIsUsed() throws Exception {
    Consumer consumer =
        diceStudy().bom("com.fasterxml.jackson:jackson-bom:2.17.3").build("compile");

    Programs.Output output = consumer.run("DiceStudy");

    assertThat(names(consumer.jars())).contains("jackson-databind-2.17.3.jar");
    assertThat(output.out()).as(output.err()).isEqualTo(RESULTS);
  }

  @Test
  void aBomOfJacksonThatIsTooOldIsRefusedBeforeANotebookIsMade() throws Exception {
    Consumer consumer =
        diceStudy().bom("com.fasterxml.jackson:jackson-bom:2.13.5").build("compile");

    Programs.Output output = consumer.run("DiceStudy");

    assertThat(output.err())
        .contains("jackson-databind 2.13.5")
        .contains("2.17 or later")
        .contains("import com.fasterxml.jackson:jackson-bom:2.22.4 in <dependencyManagement>");
    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(folder.resolve("dice.db")).doesNotExist();
  }

  @Test
  void oneJarOfJacksonThatIsTooOldIsRefused() throws Exception {
    Consumer consumer =
        diceStudy()
            .dependency("com.fasterxml.jackson.core:jackson-annotations:2.13.5")
            .build("compile");

    Programs.Output output = consumer.run("DiceStudy");

    assertThat(output.err())
        .contains("the laboratory needs all jars of Jackson in one version")
        .contains("com/fasterxml/jackson/annotation/JsonSerializeAs");
    assertThat(folder.resolve("dice.db")).doesNotExist();
  }

  @Test
  void anotherVersionOfAkkaIsRefusedByAkka() throws Exception {
    Consumer consumer =
        diceStudy().dependency("com.typesafe.akka:akka-actor-typed_2.13:2.8.0").build("compile");

    Programs.Output output = consumer.run("DiceStudy");

    assertThat(output.err()).contains("You are using version 2.8.5 of Akka").contains("2.8.0");
    assertThat(output.exitCode()).isEqualTo(1);
  }

  @Test
  void theProgramInOneJarRunsAsTheReadmePacksIt() throws Exception {
    Consumer consumer =
        diceStudy()
            .plugins(Documentation.block("xml", "<artifactId>maven-shade-plugin</artifactId>"))
            .build("package");

    Programs.Output output = consumer.runJar();

    assertThat(output.out()).as(output.err()).isEqualTo(RESULTS);
  }

  @Test
  void aJarThatKeepsTheSettingsOfOneLibraryOnlyIsRefusedWithTheRemedy() throws Exception {
    diceStudy()
        .plugins(
            Documentation.block("xml", "<artifactId>maven-shade-plugin</artifactId>")
                .replaceFirst(WITHOUT_TRANSFORMERS, ""))
        .build("package");

    Programs.Output output =
        Programs.java(folder, List.of("-cp", "target/program-1.jar", "DiceStudy"));

    assertThat(output.err())
        .contains("the settings of ")
        .contains("are missing")
        .contains("AppendingTransformer")
        .contains("<resource>reference.conf</resource>");
    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(folder.resolve("dice.db")).doesNotExist();
  }
}
