package org.labactors.cli.internal.supervisor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where clusters are remembered: for each machine a folder, since processes are the machine's but
 * the home of a user may be the same on many; in it one for each cluster.
 *
 * @param path the folder of this machine
 */
public record StateFolder(Path path) {

  /** The variable that names another folder. */
  static final String VARIABLE = "LAB_STATE_DIR";

  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

  /**
   * The folder by the variables of the environment: {@code LAB_STATE_DIR}, or {@code lab-actors} in
   * {@code XDG_STATE_HOME}, or in {@code ~/.local/state}.
   */
  public static StateFolder of(Map<String, String> environment, Path home) {
    return new StateFolder(root(environment, home).resolve("clusters").resolve(host()));
  }

  private static Path root(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault(VARIABLE, "");
    if (!own.isEmpty()) {
      return Path.of(own).toAbsolutePath();
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    // The specification has relative paths ignored.
    Path folder = Path.of(state).isAbsolute() ? Path.of(state) : home.resolve(".local/state");
    return folder.resolve("lab-actors");
  }

  private static String host() {
    try {
      return Files.isReadable(HOST)
          ? Files.readString(HOST).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    } catch (IOException unreadable) {
      return "localhost";
    }
  }

  /** The folder of a cluster; it need not be there. */
  public ClusterFolder cluster(String name) {
    return new ClusterFolder(path.resolve(name));
  }

  /** The clusters of this machine that have a state, by name. */
  public List<ClusterState> states() {
    try (Stream<Path> folders = Files.list(path)) {
      return folders
          .sorted()
          .flatMap(folder -> new ClusterFolder(folder).state().stream())
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw ClusterException.refused("cannot read " + path + ": " + reason(unreadable), unreadable);
    }
  }

  /** Why a file cannot be had, without the name of the file where that is clear. */
  static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (failure instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is a file";
    }
    if (failure instanceof DirectoryNotEmptyException folder) {
      return folder.getFile() + " is a folder";
    }
    return String.valueOf(failure.getMessage());
  }
}
