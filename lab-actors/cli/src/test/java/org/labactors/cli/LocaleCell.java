package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.labactors.internal.guard.ExitGuard;

/**
 * The command line in a locale and on a release of Java, started by the launcher or without it.
 *
 * @param locale the value of {@code LC_ALL}
 * @param java the folder of a JDK
 * @param folder where it is started
 */
record LocaleCell(String locale, Path java, Path folder) {

  private static final int LONGEST_SECONDS = 120;
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** What the commands of one process printed, and how it ended. */
  record Printed(List<String> out, String err, int exitCode) {

    /** What a command of {@link Several} printed. */
    String of(int command) {
      int from = out.indexOf("== " + command);
      int to = out.subList(from, out.size()).indexOf("== exit code 0");
      assertThat(to)
          .as("command %d of:\n%s\n%s", command, String.join("\n", out), err)
          .isPositive();
      return String.join("\n", out.subList(from + 1, from + to));
    }
  }

  /** Commands, one after the other in one JVM, by the launcher. */
  Printed launch(Path launcher, List<List<String>> commands) throws Exception {
    List<String> line = new ArrayList<>(List.of("bash", launcher.toString()));
    line.addAll(joined(commands));
    String several = String.join(" ", QUICK) + " " + Several.class.getName();
    return run(line, Map.of("LAB_JAVA_OPTS", several, "JAVA_HOME", java.toString()));
  }

  /** Commands, one after the other in one JVM that somebody else than the launcher starts. */
  Printed start(Map<String, String> variables, List<List<String>> commands) throws Exception {
    List<String> line = jvm(Several.class);
    line.addAll(joined(commands));
    return run(line, variables);
  }

  /** A node that is not started by the launcher; it stays. */
  Process node(List<String> arguments) throws IOException {
    List<String> line = jvm(LabCommand.class);
    line.add("node");
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.redirectOutput(File.createTempFile("node", ".out", folder.toFile()));
    builder.redirectError(File.createTempFile("node", ".err", folder.toFile()));
    return inLocale(builder).start();
  }

  private List<String> jvm(Class<?> main) {
    List<String> line = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
    line.addAll(ClassArchive.options(java));
    line.add("-Dlogback.configurationFile=logback-lab.xml");
    line.addAll(List.of("-cp", ClassArchive.CLASS_PATH, main.getName()));
    return line;
  }

  private static List<String> joined(List<List<String>> commands) {
    return commands.stream()
        .flatMap(command -> Stream.concat(Stream.of(Several.THEN), command.stream()))
        .skip(1)
        .toList();
  }

  private ProcessBuilder inLocale(ProcessBuilder builder) {
    builder.directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("LC_.*|LANG|LANGUAGE|LAB_JAVA_OPTS"));
    builder.environment().put("LC_ALL", locale);
    return builder;
  }

  private Printed run(List<String> line, Map<String, String> variables) throws Exception {
    Path out = Files.createTempFile("lab-", ".out");
    Path err = Files.createTempFile("lab-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    inLocale(builder).environment().putAll(variables);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
          .as(() -> "still running: " + line)
          .isTrue();
      // Strictly in UTF-8: what is not fails here.
      return new Printed(Files.readAllLines(out), Files.readString(err), process.exitValue());
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** A copy of the launcher that need not build anything: its jars are those of this JVM. */
  static Path launcher(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("target/lib-test"));
    Files.createSymbolicLink(home.resolve("target/lib"), Path.of("lib-test"));
    Files.createFile(home.resolve("target/lab-built"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", ExitGuard.class.getName());
    manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
    String classPath =
        Stream.of(ClassArchive.CLASS_PATH.split(File.pathSeparator))
            .map(place -> Path.of(place).toAbsolutePath().toUri().toString())
            .collect(Collectors.joining(" "));
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    try (OutputStream jar = Files.newOutputStream(jars.resolve("lab-actors-0-test.jar"))) {
      new JarOutputStream(jar, manifest).close();
    }
    return Files.copy(Path.of("..", "..", "lab"), home.resolve("lab"));
  }

  /** Writes a text in UTF-8, whatever the locale of the tests. */
  static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
