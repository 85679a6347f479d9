package org.labactors.cli.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  private static final Path HOME = Path.of("/home/somebody");

  @TempDir private Path folder;

  @Test
  void theLabsOwnVariableComesFirst() {
    Path path = path(Map.of("LAB_STATE_DIR", "/var/labs", "XDG_STATE_HOME", "/state"));

    assertThat(path).startsWithRaw(Path.of("/var/labs/clusters"));
  }

  @Test
  void theVariableForAllProgramsComesNext() {
    Path path = path(Map.of("XDG_STATE_HOME", "/state"));

    assertThat(path).startsWithRaw(Path.of("/state/lab-actors/clusters"));
  }

  @Test
  void withoutVariablesItIsInTheHomeOfTheUser() {
    Path path = path(Map.of("LAB_STATE_DIR", "", "XDG_STATE_HOME", "relative/is/ignored"));

    assertThat(path).startsWithRaw(HOME.resolve(".local/state/lab-actors/clusters"));
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    ClusterFolder cluster =
        StateFolder.of(Map.of("LAB_STATE_DIR", file.toString()), HOME).cluster("mine");

    assertThatThrownBy(cluster::create)
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("cannot make the folder " + cluster.path() + ": ")
        .hasMessageEndingWith("\nSet LAB_STATE_DIR to a folder that you may write to.");
  }

  @Test
  void whatIsRememberedAndLoggedIsForItsOwnerOnly() throws Exception {
    ClusterFolder cluster =
        StateFolder.of(Map.of("LAB_STATE_DIR", folder.toString()), HOME).cluster("mine");
    Files.createDirectories(cluster.path());

    cluster.create();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster.path())))
        .isEqualTo("rwx------");
  }

  @Test
  void aStateThatIsNoneIsRefused() throws Exception {
    ClusterFolder cluster =
        StateFolder.of(Map.of("LAB_STATE_DIR", folder.toString()), HOME).cluster("mine");
    cluster.create();
    Files.writeString(cluster.path().resolve("cluster.json"), "{\"name\": 1,");

    assertThatThrownBy(cluster::state)
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith(
            cluster.path().resolve("cluster.json") + " is not what a lab has written: ")
        .hasMessageEndingWith("\nDelete it when no node of yours is running any more.");
  }

  private static Path path(Map<String, String> environment) {
    return StateFolder.of(environment, HOME).path();
  }
}
