package org.labactors.cli.internal.notebook;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.Query;
import org.labactors.notebook.crate.CrateAuthor;
import org.labactors.notebook.crate.CrateLicence;
import org.labactors.notebook.crate.CrateOptions;
import org.labactors.notebook.format.ExportFormat;
import picocli.CommandLine.Option;

/** The options of {@code lab notebook export} that go with the format {@code ro-crate} only. */
final class CrateArguments {

  /** The formats of the data in a crate, as they are written on the command line. */
  enum Data {
    csv,
    parquet
  }

  @Option(
      names = "--data",
      paramLabel = "FORMAT",
      description =
          "With ro-crate, the format of the rows: ${COMPLETION-CANDIDATES}; csv if not given.")
  private @Nullable Data data;

  @Option(
      names = "--author",
      paramLabel = "AUTHOR",
      arity = "1",
      description = {
        "With ro-crate, an author: \"Name\" or \"Name <https://orcid.org/…>\"; may be repeated."
      })
  private List<String> authors = new ArrayList<>();

  @Option(
      names = "--licence",
      paramLabel = "LICENCE",
      description = {
        "With ro-crate, the licence: an identifier of SPDX such as CC-BY-4.0, or an address."
      })
  private @Nullable String licence;

  @Option(
      names = "--code",
      paramLabel = "JAR",
      arity = "1",
      description = {
        "With ro-crate, a jar that a run has used and the notebook does not keep; it becomes part of"
            + " the crate. May be repeated."
      })
  private List<Path> code = new ArrayList<>();

  /** The first of these options that is given. */
  Optional<String> given() {
    if (data != null) {
      return Optional.of("--data");
    }
    if (!authors.isEmpty()) {
      return Optional.of("--author");
    }
    if (licence != null) {
      return Optional.of("--licence");
    }
    return code.isEmpty() ? Optional.empty() : Optional.of("--code");
  }

  /**
   * What they ask for.
   *
   * @throws IllegalArgumentException if the text of one is wrong
   */
  CrateOptions options(Query query) {
    return new CrateOptions(
        ExportFormat.valueOf((data == null ? Data.csv : data).name().toUpperCase(Locale.ROOT)),
        query,
        authors.stream().map(author -> named("--author", () -> CrateAuthor.parse(author))).toList(),
        Optional.ofNullable(licence)
            .map(text -> named("--licence", () -> CrateLicence.parse(text))),
        code);
  }

  private static <T> T named(String option, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException refusal) {
      throw new IllegalArgumentException(option + ": " + refusal.getMessage(), refusal);
    }
  }
}
