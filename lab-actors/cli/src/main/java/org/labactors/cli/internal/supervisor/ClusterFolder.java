package org.labactors.cli.internal.supervisor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What there is on disk about a cluster of this machine: its state, which only the supervisor
 * writes; the reports of the nodes; and logs. Files are replaced as a whole, never half written.
 *
 * @param path the folder
 */
public record ClusterFolder(Path path) {

  private static final String STATE = "cluster.json";
  private static final String SUFFIX = ".json";

  /** How much of a log is looked at, in bytes. */
  private static final int LONGEST_TAIL = 1 << 16;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** The name of the cluster. */
  public String name() {
    return String.valueOf(path.getFileName());
  }

  /** Where the supervisor of a cluster in the background writes its log to. */
  public Path supervisorLog() {
    return path.resolve("supervisor.log");
  }

  /** Where what a node prints goes to. */
  public Path log(int node) {
    return path.resolve("node-" + node + ".log");
  }

  /** Where a node that listens says so. */
  public Path report(int node) {
    return path.resolve("node-" + node + SUFFIX);
  }

  /** Where a JVM that crashes leaves its report; {@code %p} stands for its process. */
  public Path crashReports(int node) {
    return path.resolve("node-" + node + "-crash-%p.log");
  }

  /**
   * Makes the folder, unless it is there.
   *
   * @throws ClusterException if it cannot be made or written to
   */
  public void create() {
    try {
      Files.createDirectories(path);
      ownerOnly();
      if (!Files.isWritable(path)) {
        throw cannot("write to", "permission denied");
      }
    } catch (IOException refusal) {
      throw cannot("make", StateFolder.reason(refusal));
    }
  }

  /** States name processes, and logs what experiments print: both are nobody else's. */
  private void ownerOnly() throws IOException {
    if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private ClusterException cannot(String what, String why) {
    return ClusterException.refused(
        "cannot "
            + what
            + " the folder "
            + path
            + ": "
            + why
            + "\nSet "
            + StateFolder.VARIABLE
            + " to a folder that you may write to.");
  }

  /** The state; empty if there is no cluster. */
  public Optional<ClusterState> state() {
    return read(path.resolve(STATE), ClusterState.class);
  }

  /**
   * Replaces the state.
   *
   * @throws ClusterException if it cannot be written
   */
  void write(ClusterState state) {
    replace(path.resolve(STATE), state);
  }

  /** The last report of a node. */
  public Optional<NodeReport> reportOf(int node) {
    return read(report(node), NodeReport.class);
  }

  /**
   * Replaces the report of a node, which {@link #report(int)} names.
   *
   * @throws ClusterException if it cannot be written
   */
  public static void write(Path file, NodeReport report) {
    replace(file, report);
  }

  private static <T> Optional<T> read(Path file, Class<T> type) {
    try {
      return Optional.of(JSON.readValue(Files.readString(file), type));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (JsonProcessingException unreadable) {
      throw ClusterException.refused(
          file
              + " is not what a lab has written: "
              + unreadable.getOriginalMessage()
              + "\nDelete it when no node of yours is running any more.",
          unreadable);
    } catch (IOException unreadable) {
      throw ClusterException.refused(
          "cannot read " + file + ": " + StateFolder.reason(unreadable), unreadable);
    }
  }

  private static void replace(Path file, Object content) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, JSON.writeValueAsString(content));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw ClusterException.failed("cannot write " + file + ": " + StateFolder.reason(failure));
    }
  }

  /**
   * Forgets the cluster: all but the logs.
   *
   * @throws ClusterException if it cannot
   */
  void clear() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException none) {
      // There is nothing to forget.
    } catch (IOException failure) {
      throw ClusterException.failed("cannot clear " + path + ": " + StateFolder.reason(failure));
    }
  }

  /**
   * The last lines of a log, oldest first.
   *
   * @param from where in the file to begin, in bytes
   */
  static List<String> lastLines(Path log, long from, int lines) {
    try (FileChannel channel = FileChannel.open(log)) {
      long begin = Math.max(from, channel.size() - LONGEST_TAIL);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - begin));
      channel.read(bytes, begin);
      List<String> all = StandardCharsets.UTF_8.decode(bytes.flip()).toString().lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /**
   * Takes the lock that one supervisor can have, until it ends, in whatever way.
   *
   * @return null if another has it
   */
  @Nullable FileLock tryLock() throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
    }
    return lock;
  }
}
