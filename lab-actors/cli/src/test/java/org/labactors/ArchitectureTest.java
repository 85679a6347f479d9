package org.labactors;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.labactors.internal.wire.CborSerializable;

/** What packages may use and contain. */
@AnalyzeClasses(
    packages = "org.labactors",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** Leaves out the fixtures of other modules. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String ROOT = "org.labactors";
  private static final String FACADE = "(façade)";

  /** All packages, lowest first: each may use those before it, and no other. */
  private static final List<String> ORDER =
      Stream.of(
              // what a scientist writes, and what it stands on
              "internal.guard annotation experiment internal.cells internal.value internal.text internal.time",
              "internal.library internal.linkage internal.process internal.files",
              "design combinator command program internal.growth",
              // a study: as a value, its code, its JSON, its run file
              "study internal.code internal.json internal.reach runfile",
              // decisions, and their settings
              "internal.scheduling settings",
              // notebooks
              "notebook internal.recording internal.merge internal.database internal.jdbc internal.sqlite",
              "internal.audit internal.postgres internal.store",
              // actors
              "protocol internal.wire internal.protocol internal.engine internal.commit",
              "internal.shipping internal.lab",
              // nodes
              "node internal.fault internal.membership internal.node actor internal.replay",
              // tables and pictures
              "internal.table notebook.export notebook.epyc notebook.format notebook.crate plot",
              // the façade, and the command line on top of it
              FACADE,
              "cli.internal.supervisor cli.internal.terminal cli.internal.notebook",
              "cli.internal.run cli.internal.cluster cli")
          .flatMap(line -> Stream.of(line.split(" ")))
          .map(ArchitectureTest::full)
          .toList();

  /** Packages that few others have a use for, with those that have. */
  private static final Map<String, Set<String>> USED_ONLY_BY =
      Map.ofEntries(
          only("internal.guard"),
          only("internal.linkage", "internal.code", "internal.audit"),
          only("internal.audit", "cli.internal.notebook", "cli.internal.run"),
          only("internal.files", "notebook.export", "notebook.crate", "plot"),
          only("internal.process", "command", "cli.internal.supervisor"),
          only("internal.time", "actor", "internal.membership", "cli.internal.supervisor"),
          only("combinator", "internal.code"),
          only("program", "internal.code"),
          only("command", "program", "internal.code", "internal.reach", "internal.shipping"),
          only("internal.jdbc", "internal.store"),
          only("internal.sqlite", "internal.store"),
          only("internal.postgres"),
          only("internal.store", FACADE),
          only("internal.engine", "internal.lab", "actor", "internal.replay"),
          only("internal.replay", "cli.internal.notebook"),
          only("internal.merge", "cli.internal.notebook"),
          only("internal.commit", "actor"),
          only("internal.shipping", "actor"),
          only("internal.lab", "actor"),
          only("actor", FACADE),
          only("plot", "cli.internal.notebook", "cli.internal.terminal"),
          only("notebook.format", "notebook.crate", "cli.internal.notebook"),
          only("notebook.crate", "cli.internal.notebook"),
          only("cli.internal.supervisor", "cli.internal.cluster", "cli.internal.terminal"),
          only("cli"));

  private static final int MOST_CLASSES = 25;

  private static Map.Entry<String, Set<String>> only(String name, String... users) {
    return Map.entry(
        full(name), Stream.of(users).map(ArchitectureTest::full).collect(Collectors.toSet()));
  }

  private static String full(String name) {
    return name.equals(FACADE) ? ROOT : ROOT + "." + name;
  }

  @ArchTest
  static void noPackageUsesOneAboveIt(JavaClasses classes) {
    assertThat(classes.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream()))
        .filteredOn(each -> isOurs(each.getOriginClass()) && isOurs(each.getTargetClass()))
        .filteredOn(each -> place(each.getTargetClass()) > place(each.getOriginClass()))
        .extracting(Dependency::getDescription)
        .isEmpty();
  }

  /** Members of public types that only the laboratory itself calls. */
  private static final Set<String> NOT_FOR_USERS =
      Set.of(
          // of the façade's own making, and of tests
          "NodeSystem.start",
          "EnginesActor.create",
          "EnginesActor.untilLastLabIsGone",
          // values that carry what the laboratory noted
          "Kept.<init>",
          "Kept.sent",
          "LabSettings.policy",
          "CodeSettings.<init>",
          "CodeSettings.sent",
          "Provenance.<init>",
          "Provenance.now",
          "Provenance.code",
          "RecordOptions.<init>",
          "RecordOptions.codeOf",
          "RecordOptions.codeNow",
          "RecordOptions.withCode",
          "RecordedCode.<init>",
          "RecordedCode.jars",
          "RecordedCode.parts",
          "ResultSet.writeKeptJar");

  @ArchTest
  static void whatUsersCallHasNoInternalType(JavaClasses classes) {
    assertThat(classes.stream())
        .filteredOn(each -> isOurs(each) && !isInternal(each) && isForUsers(each))
        .flatExtracting(JavaClass::getCodeUnits)
        .filteredOn(each -> isForUsers(each.getModifiers()))
        .filteredOn(each -> involved(each).anyMatch(ArchitectureTest::isInternal))
        .extracting(each -> each.getOwner().getSimpleName() + "." + each.getName())
        .isSubsetOf(NOT_FOR_USERS);
  }

  private static boolean isInternal(JavaClass type) {
    return (type.getPackageName() + ".").contains(".internal.");
  }

  /** Whether it, and all classes around it, are public. */
  private static boolean isForUsers(JavaClass type) {
    return isForUsers(type.getModifiers())
        && type.getEnclosingClass().map(ArchitectureTest::isForUsers).orElse(true);
  }

  private static boolean isForUsers(Set<JavaModifier> modifiers) {
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }

  private static Stream<JavaClass> involved(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
        .flatMap(each -> each.getAllInvolvedRawTypes().stream());
  }

  @ArchTest
  static void whatFewNeedFewUse(JavaClasses classes) {
    assertThat(ORDER).containsAll(USED_ONLY_BY.keySet());
    assertThat(classes.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream()))
        .filteredOn(each -> isOurs(each.getOriginClass()) && isOurs(each.getTargetClass()))
        .filteredOn(
            each -> {
              String used = each.getTargetClass().getPackageName();
              String user = each.getOriginClass().getPackageName();
              return !used.equals(user)
                  && !USED_ONLY_BY.getOrDefault(used, Set.of(user)).contains(user);
            })
        .extracting(Dependency::getDescription)
        .isEmpty();
  }

  @ArchTest
  static final ArchRule onlyMessagesOfProtocolsCrossTheWire =
      classes()
          .that()
          .areAssignableTo(CborSerializable.class)
          .should()
          .resideInAnyPackage("org.labactors.internal.protocol", "org.labactors.internal.wire");

  @ArchTest
  static void everyPackageHasItsPlace(JavaClasses classes) {
    assertThat(classes.stream())
        .filteredOn(ArchitectureTest::isOurs)
        .extracting(JavaClass::getPackageName)
        .isSubsetOf(ORDER);
  }

  @ArchTest
  static void noPackageIsTooLarge(JavaClasses classes) {
    Map<String, Long> sizes =
        classes.stream()
            .filter(each -> isOurs(each) && each.isTopLevelClass())
            .filter(each -> !each.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, counting()));

    assertThat(sizes)
        .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_CLASSES));
  }

  /** Neither the ready experiments nor the benchmarks, which are users of the library. */
  private static boolean isOurs(JavaClass type) {
    return (type.getPackageName() + ".").startsWith(ROOT + ".")
        && !type.getPackageName().startsWith(ROOT + ".experiments");
  }

  private static int place(JavaClass type) {
    return ORDER.indexOf(type.getPackageName());
  }

  @ArchTest
  static final ArchRule experimentsNeedTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("org.labactors.experiment")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.labactors.experiment", "org.labactors.annotation", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule sqlStaysInItsPackages =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.labactors.internal.database",
              "org.labactors.internal.jdbc",
              "org.labactors.internal.sqlite",
              "org.labactors.internal.postgres")
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
          .resideOutsideOfPackages(
              ROOT,
              "org.labactors.actor",
              "org.labactors.protocol",
              "org.labactors.node",
              "org.labactors.internal.protocol",
              "org.labactors.internal.wire",
              "org.labactors.internal.engine",
              "org.labactors.internal.commit",
              "org.labactors.internal.shipping",
              "org.labactors.internal.lab",
              "org.labactors.internal.fault",
              "org.labactors.internal.membership",
              "org.labactors.internal.node")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("akka..");

  @ArchTest
  static final ArchRule decisionsHaveNoThreadsAndNoClock =
      noClasses()
          .that()
          .resideInAnyPackage("org.labactors.internal.scheduling", "org.labactors.design")
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
              "org\\.labactors\\.(.*\\.)?(Engine|EngineEffect|Requests|UnconfirmedBatches|Outbox|Recent)"
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
              "(internal\\.(database|jdbc|recording)\\..*|notebook\\.Provenance)", // when something
              // was recorded
              "internal\\.engine\\.(Attempt|TrialThread|EngineActor|SingleTrial)(\\$.*)?", // when a
              // trial
              // began
              "internal\\.(shipping\\..*|code\\.PartCache)", // the dates of files
              "internal\\.time\\.SteadyClock", // where it begins
              "node\\.(NodeSettings|KeyMaker)", // until when a key is valid
              "cli\\.internal\\.supervisor\\.Supervisor", // since when a process has been running
              "cli\\.internal\\.cluster\\.(ClusterStart|ClusterStatus)") // lines of a log
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
