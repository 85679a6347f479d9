package org.labactors.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.launcher.Checkout.Ended;

/** The launcher in surroundings that a user may have. */
class LauncherIT {

  private static final String RUN =
      "src/lab run src/" + Checkout.STUDY + " --notebook n.db --quiet";

  @TempDir private Path folder;

  @BeforeEach
  void needsBash() {
    assumeTrue(
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "bash"))),
        "there is no bash here");
  }

  private Checkout checkout() throws IOException {
    return Checkout.in(folder.resolve("src"));
  }

  @Test
  void cdpathSendsItNowhere() throws Exception {
    Checkout checkout = checkout();
    Files.createDirectories(folder.resolve("elsewhere/src"));

    Ended ended =
        checkout.bash(
            "src/lab --version", Map.of("CDPATH", folder.resolve("elsewhere").toString()));

    assertThat(ended.text()).startsWith("lab 0.1.0").contains(" on Java ");
    assertThat(ended.exitCode()).isZero();
    assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b", "50% [off]! = it's \"quoted\", é√"})
  void itRunsInAFolderOfAnyName(String name) throws Exception {
    Checkout checkout = Checkout.in(folder.resolve(name));
    Map<String, String> variables =
        Map.of("LAB", name, "XDG_CACHE_HOME", folder.resolve("cache").toString());

    Ended ended =
        checkout.bash(
            "\"$LAB/lab\" run \"$LAB/" + Checkout.STUDY + "\" --notebook n.db --quiet", variables);

    assertThat(ended.text()).isEmpty();
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void aFolderWithAColonIsRefusedWithTheRemedy() throws Exception {
    Checkout checkout = Checkout.in(folder.resolve("a:b"));

    Ended ended = checkout.bash("a:b/lab --version");

    assertThat(ended.text()).contains("/a:b, and Java takes").contains("Move it to a folder");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void aFolderWithAnEqualsSignIsRefusedWhereNoLinkToItCanBeMade() throws Exception {
    Checkout checkout = Checkout.in(folder.resolve("a=b"));

    Ended ended = checkout.bash("./a=b/lab --version", Map.of("XDG_CACHE_HOME", "/proc/none"));

    assertThat(ended.text()).contains("a=b").contains("Move it to a folder without '='");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void optionsForJavaMayBeOnSeveralLinesAndInQuotes() throws Exception {
    String options =
        "-Da.first=1\n  \"-Da.second=two  words\"\t-Da.'third=it'\"'\"'s'\n-XshowSettings:properties";

    Ended ended = checkout().bash("src/lab --version", Map.of("LAB_JAVA_OPTS", options));

    assertThat(ended.text())
        .contains("    a.first = 1\n", "    a.second = two  words\n", "    a.third = it's\n");
    assertThat(ended.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "-Da='b,                has a quote ' that is not closed",
    "4g,                    begins with '4g'"
  })
  void optionsForJavaThatAreNoneAreRefused(String options, String why) throws Exception {
    Ended ended = checkout().bash("src/lab --version", Map.of("LAB_JAVA_OPTS", options));

    assertThat(ended.text()).contains("LAB_JAVA_OPTS " + why);
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void aFolderForTemporaryFilesThatIsMissingIsNamedWithTheWayOut() throws Exception {
    Ended ended =
        checkout().bash(RUN, Map.of("LAB_JAVA_OPTS", "-Djava.io.tmpdir=" + folder + "/none"));

    assertThat(ended.text())
        .contains(folder + "/none, and cannot be loaded from there: there is no such folder")
        .contains("LAB_JAVA_OPTS=-Djava.io.tmpdir=FOLDER")
        .doesNotContain("Exception", "\tat ");
    assertThat(ended.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'noexec,size=64m', no program may be executed there",
    "'ro,size=64m',     it cannot be written: Read-only file system",
    "'size=64k',        it cannot be written: No space left on device"
  })
  void aFolderForTemporaryFilesThatIsOfNoUseIsNamedWithTheReason(String mount, String why)
      throws Exception {
    Checkout checkout = checkout();
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> alone = List.of("unshare", "--mount", "bash", "-c");
    String mounted = "mount -t tmpfs -o " + mount + " none '" + temporary + "' || exit 77\n";
    assumeTrue(
        checkout
                .run(Stream.concat(alone.stream(), Stream.of(mounted)).toList(), Map.of())
                .exitCode()
            == 0,
        "nothing may be mounted here");

    Ended ended =
        checkout.run(
            Stream.concat(alone.stream(), Stream.of(mounted + RUN)).toList(),
            Map.of("LAB_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary));

    assertThat(ended.text())
        .contains(temporary + ", and cannot be loaded from there: " + why)
        .doesNotContain("\tat ");
    assertThat(ended.exitCode()).isEqualTo(2);
  }

  @Test
  void inASmallAddressSpaceItRuns() throws Exception {
    Ended ended = checkout().bash("ulimit -v 1048576 || exit 77\n" + RUN);

    assumeTrue(ended.exitCode() != 77, "there is no ulimit -v here");
    assertThat(ended.text()).isEmpty();
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void aCollectorOfTheUsersIsTakenInASmallAddressSpaceToo() throws Exception {
    Ended ended =
        checkout()
            .bash(
                "ulimit -v 1572864 || exit 77\n" + RUN,
                Map.of("LAB_JAVA_OPTS", "-XX:+UseParallelGC"));

    assumeTrue(ended.exitCode() != 77, "there is no ulimit -v here");
    assertThat(ended.text()).isEmpty();
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void anAddressSpaceThatIsTooSmallIsRefusedInPlainWords() throws Exception {
    Ended ended = checkout().bash("ulimit -v 409600 || exit 77\nsrc/lab --version");

    assumeTrue(ended.exitCode() != 77, "there is no ulimit -v here");
    assertThat(ended.text())
        .startsWith("lab: this process may use 400 MiB of address space (ulimit -v)")
        .contains("ulimit -v unlimited")
        .doesNotContain("VM");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void tooFewOpenFilesAreRefusedInPlainWords() throws Exception {
    Ended ended = checkout().bash("ulimit -n 100 || exit 77\nsrc/lab --version");

    assumeTrue(ended.exitCode() != 77, "there is no ulimit -n here");
    assertThat(ended.text())
        .startsWith("lab: this process may have 100 files open (ulimit -Hn); the lab needs 256")
        .contains("LimitNOFILE");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void aControlGroupThatIsTooSmallIsRefusedInPlainWords() throws Exception {
    String script =
        """
        for base in /sys/fs/cgroup/memory /sys/fs/cgroup; do
          group=$base/lab-test-$$
          mkdir "$group" 2>/dev/null || continue
          for limit in memory.max memory.limit_in_bytes; do
            echo $((96 << 20)) 2>/dev/null >"$group/$limit" && set_limit=yes
          done
          [ -n "${set_limit:-}" ] && (echo $BASHPID >"$group/cgroup.procs" && src/lab --version)
          code=$?
          rmdir "$group"
          [ -z "${set_limit:-}" ] || exit $code
        done
        exit 77
        """;

    Ended ended = checkout().bash(script);

    assumeTrue(ended.exitCode() != 77, "no control group may be made here");
    assertThat(ended.text())
        .contains("lab: this process may use 96 MiB of memory (its control group says so)")
        .contains("docker run --memory");
    assertThat(ended.exitCode()).isEqualTo(1);
  }
}
