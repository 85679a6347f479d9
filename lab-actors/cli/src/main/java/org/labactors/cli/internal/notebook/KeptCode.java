package org.labactors.cli.internal.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.code.CodeLoader;
import org.labactors.internal.code.CodePath;
import org.labactors.internal.json.StudyJson;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet;

/**
 * The code of a recorded trial: from the jars that are named, else from the class path, and where
 * that lacks it from the jars that the notebook keeps.
 */
final class KeptCode implements AutoCloseable {

  private final CodeLoader loader;
  private final List<Path> written;
  private final List<String> names;

  private KeptCode(CodeLoader loader, List<Path> written, List<String> names) {
    this.loader = loader;
    this.written = written;
    this.names = names;
  }

  /** The code with which a trial can be run again. */
  static KeptCode of(ResultSet results, long trial, List<Path> named) throws IOException {
    CodeLoader here = CodePath.open(named);
    if (!named.isEmpty() || isIn(here, results)) {
      return new KeptCode(here, List.of(), List.of());
    }
    List<Path> written = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (CodeJar jar : jars(results, trial)) {
      Path file = Files.createTempFile("lab-kept-", ".jar");
      written.add(file);
      if (results.writeKeptJar(jar, file)) {
        names.add(jar.name());
      } else {
        Files.delete(written.remove(written.size() - 1));
      }
    }
    if (written.isEmpty()) {
      return new KeptCode(here, List.of(), List.of());
    }
    here.close();
    return new KeptCode(CodeLoader.of(written, names), written, names);
  }

  private static boolean isIn(ClassLoader loader, ResultSet results) {
    try {
      StudyJson.read(results.studyJson(), loader);
      return true;
    } catch (IllegalArgumentException missing) {
      return false;
    }
  }

  private static List<CodeJar> jars(ResultSet results, long trial) {
    return results.codeOf(trial).map(RecordedCode::jars).orElse(List.of());
  }

  ClassLoader loader() {
    return loader;
  }

  /** The jars that come from the notebook; empty if none does. */
  List<String> names() {
    return names;
  }

  @Override
  public void close() throws IOException {
    loader.close();
    for (Path file : written) {
      Files.deleteIfExists(file);
    }
  }
}
