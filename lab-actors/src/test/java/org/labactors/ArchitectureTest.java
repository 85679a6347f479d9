package org.labactors;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

/** Which package may use which; arrows point inward only. */
@AnalyzeClasses(packages = "org.labactors", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesPointInward =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("text")
          .definedBy("org.labactors.text")
          .layer("experiment")
          .definedBy("org.labactors.experiment")
          .layer("value")
          .definedBy("org.labactors.internal.value")
          .layer("cells")
          .definedBy("org.labactors.cells")
          .layer("design")
          .definedBy("org.labactors.design")
          .layer("combinator")
          .definedBy("org.labactors.combinator")
          .layer("command")
          .definedBy("org.labactors.command")
          .layer("program")
          .definedBy("org.labactors.program")
          .layer("linkage")
          .definedBy("org.labactors.linkage")
          .layer("study")
          .definedBy("org.labactors.study")
          .layer("notebook")
          .definedBy("org.labactors.notebook")
          .layer("notebook.jdbc")
          .definedBy("org.labactors.notebook.jdbc")
          .layer("store")
          .definedBy("org.labactors.store")
          .layer("notebook.export")
          .definedBy("org.labactors.notebook.export")
          .layer("scheduling")
          .definedBy("org.labactors.scheduling")
          .layer("library")
          .definedBy("org.labactors.library")
          .layer("bundle")
          .definedBy("org.labactors.bundle")
          .layer("actor")
          .definedBy("org.labactors.actor")
          .layer("node")
          .definedBy("org.labactors.node")
          .layer("cluster")
          .definedBy("org.labactors.cluster")
          .layer("façade")
          .definedBy("org.labactors")
          .layer("plot")
          .definedBy("org.labactors.plot")
          .layer("cli")
          .definedBy("org.labactors.cli")
          .layer("guard")
          .definedBy("org.labactors.guard")
          .layer("time")
          .definedBy("org.labactors.time")
          .layer("process")
          .definedBy("org.labactors.process")
          .layer("files")
          .definedBy("org.labactors.files")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("guard")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("process")
          .mayOnlyBeAccessedByLayers("command", "cluster")
          .whereLayer("files")
          .mayOnlyBeAccessedByLayers("notebook.export", "plot")
          .whereLayer("time")
          .mayOnlyBeAccessedByLayers("actor", "node", "cluster")
          .whereLayer("plot")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("façade")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("node")
          .mayOnlyBeAccessedByLayers("façade", "cli")
          .whereLayer("actor")
          .mayOnlyBeAccessedByLayers("node", "façade")
          .whereLayer("bundle")
          .mayOnlyBeAccessedByLayers("actor")
          .whereLayer("library")
          .mayOnlyBeAccessedByLayers("notebook.jdbc", "store", "actor", "node", "façade", "cli")
          .whereLayer("notebook.jdbc")
          .mayOnlyBeAccessedByLayers("store", "façade")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("façade")
          .whereLayer("notebook.export")
          .mayOnlyBeAccessedByLayers("façade", "cli")
          .whereLayer("scheduling")
          .mayOnlyBeAccessedByLayers("actor", "node", "façade", "cli")
          .whereLayer("notebook")
          .mayOnlyBeAccessedByLayers(
              "notebook.jdbc", "notebook.export", "store", "actor", "façade", "plot", "cli")
          .whereLayer("study")
          .mayOnlyBeAccessedByLayers(
              "notebook",
              "notebook.jdbc",
              "notebook.export",
              "store",
              "scheduling",
              "bundle",
              "actor",
              "façade",
              "plot",
              "cli")
          .whereLayer("value")
          .mayOnlyBeAccessedByLayers(
              "command", "study", "notebook.jdbc", "notebook.export", "actor", "cli")
          .whereLayer("cells")
          .mayOnlyBeAccessedByLayers("design", "command", "study", "notebook.export", "cli")
          .whereLayer("linkage")
          .mayOnlyBeAccessedByLayers("study")
          .whereLayer("combinator")
          .mayOnlyBeAccessedByLayers("study")
          .whereLayer("command")
          .mayOnlyBeAccessedByLayers("program", "study", "bundle", "actor")
          .whereLayer("program")
          .mayOnlyBeAccessedByLayers("study")
          .whereLayer("design")
          .mayOnlyBeAccessedByLayers(
              "command",
              "study",
              "notebook",
              "notebook.jdbc",
              "notebook.export",
              "actor",
              "façade",
              "plot",
              "cli");

  @ArchTest
  static final ArchRule packagesFormNoCircles =
      slices().matching("org.labactors.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule experimentsNeedTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("org.labactors.experiment")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.labactors.experiment", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule sqlStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.labactors.notebook.jdbc")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..");

  @ArchTest
  static final ArchRule whatIsShownIsDecidedWithoutDrawing =
      noClasses()
          .that()
          .haveNameMatching("org\\.labactors\\.plot\\.(?!.*(Drawing|Palette|ImageFile)).*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "org.apache.batik..");

  @ArchTest
  static final ArchRule decisionsKnowNoActors =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.labactors", "org.labactors.actor", "org.labactors.node")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("akka..");

  @ArchTest
  static final ArchRule decisionsHaveNoThreadsAndNoClock =
      noClasses()
          .that()
          .resideInAnyPackage("org.labactors.scheduling", "org.labactors.design")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule decisionsOfAnEngineHaveNoActorAndNoClock =
      noClasses()
          .that()
          .haveNameMatching(
              "org\\.labactors\\.(.*\\.)?(Engine|EngineEffect|Requests|Deliveries|Outbox|Recent)"
                  + "(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("akka..")
          .orShould()
          .callMethod(System.class, "nanoTime");

  /** Those that write a date, or compare one with another that was written. */
  private static final String THE_TIME_OF_DAY_IS_FOR =
      "org\\.labactors\\.("
          + String.join(
              "|",
              "notebook\\..*", // when something was recorded
              "actor\\.(Attempt|Workbench|EngineActor)(\\$.*)?", // when a trial began
              "actor\\.(StudiesActor|ShipperActor)|bundle\\.PartCache", // the dates of files
              "time\\.SteadyClock", // where it begins
              "node\\.(NodeSettings|KeyMaker)", // until when a key is valid
              "cluster\\.Supervisor", // since when a process has been running, for people
              "cli\\.(ClusterStart|ClusterStatus)") // lines of a log, and when one is started again
          + ")";

  @ArchTest
  static final ArchRule theTimeOfDayDecidesNothing =
      noClasses()
          .that()
          .haveNameNotMatching(THE_TIME_OF_DAY_IS_FOR)
          .should()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(Clock.class))).and(target(nameMatching("(system|tick).*"))))
          .orShould()
          .callMethodWhere(
              target(owner(resideInAPackage("java.time"))).and(target(nameMatching("now"))))
          .orShould()
          .callConstructor(Date.class);
}
