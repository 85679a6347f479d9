package org.labactors.internal.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Jars made while a test runs, of classes that are on no class path. */
public final class JarFiles {

  private JarFiles() {}

  /**
   * Compiles a class into a folder, against the laboratory.
   *
   * @param name with the package
   * @param options of the compiler
   */
  public static Path compile(Path folder, String name, String source, String... options)
      throws IOException {
    Path file = Files.createTempDirectory("source").resolve(simple(name) + ".java");
    Files.writeString(file, source);
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp"));
    arguments.add(System.getProperty("java.class.path") + File.pathSeparator + folder);
    arguments.addAll(List.of("-d", folder.toString()));
    arguments.addAll(List.of(options));
    arguments.add(file.toString());
    int failures =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(failures).isZero();
    return folder;
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** A jar of a class that is compiled for it. */
  public static Path jar(Path jar, String name, String source, String... options)
      throws IOException {
    return pack(compile(Files.createTempDirectory("classes"), name, source, options), jar);
  }

  /** A jar of a folder. */
  public static Path pack(Path folder, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(folder.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
    return jar;
  }

  /** The source of an experiment whose result {@code version} tells it from others of its name. */
  public static String experiment(String name, String version) {
    int dot = name.lastIndexOf('.');
    return """
        package %s;
        import org.labactors.experiment.*;
        public record %s(int factor) implements Experiment {
          public Values run(Trial trial) throws InterruptedException {
            Thread.sleep(2);
            return Values.of("y", factor * trial.getLong("x"), "version", Version.NAME,
                "draw", trial.random().nextDouble());
          }
          static final class Version { static final String NAME = String.valueOf("%s"); }
        }
        """
        .formatted(name.substring(0, dot), name.substring(dot + 1), version);
  }
}
