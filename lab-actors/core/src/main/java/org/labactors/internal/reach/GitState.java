package org.labactors.internal.reach;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The commit of the git repository in which code lies, asked once in the life of a program. */
final class GitState {

  private static final Map<Path, Map<String, String>> KNOWN = new ConcurrentHashMap<>();
  private static final int SECONDS = 5;

  private GitState() {}

  /**
   * The commit, and whether all files were as in it; empty if the place is in no repository, or git
   * is not there.
   */
  static Map<String, String> of(Path place) {
    @Nullable Path folder = place.toAbsolutePath().normalize();
    while (folder != null && !Files.exists(folder.resolve(".git"))) {
      folder = folder.getParent();
    }
    return folder == null ? Map.of() : KNOWN.computeIfAbsent(folder, GitState::ask);
  }

  private static Map<String, String> ask(Path repository) {
    Map<String, String> facts = new TreeMap<>();
    git(repository, "rev-parse", "HEAD").ifPresent(commit -> facts.put("git", commit));
    if (!facts.isEmpty()) {
      git(repository, "status", "--porcelain", "--untracked-files=no")
          .ifPresent(changes -> facts.put("git-clean", changes.isEmpty() ? "yes" : "no"));
    }
    return facts;
  }

  private static Optional<String> git(Path repository, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("lab-git", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return Optional.empty();
        }
        return process.exitValue() == 0
            ? Optional.of(Files.readString(output, StandardCharsets.UTF_8).strip())
            : Optional.empty();
      } finally {
        Files.delete(output);
      }
    } catch (IOException noGit) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
