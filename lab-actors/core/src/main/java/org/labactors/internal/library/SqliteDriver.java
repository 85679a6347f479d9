package org.labactors.internal.library;

import java.util.Optional;

/** The driver of SQLite, whose inner interface the notebook uses. */
final class SqliteDriver {

  /** The oldest with which the notebook's tests pass. */
  private static final Version OLDEST = new Version(3, 49);

  private SqliteDriver() {}

  /** Its version on this class path; empty if it is missing. */
  static Optional<String> version() {
    try {
      return Optional.of(
          Class.forName("org.sqlite.SQLiteJDBCLoader")
              .getMethod("getVersion")
              .invoke(null)
              .toString());
    } catch (ReflectiveOperationException | LinkageError missing) {
      return Optional.empty();
    }
  }

  /** Why a version is refused; empty if it can be used. */
  static Optional<String> refusal(Optional<String> version) {
    return version.flatMap(Version::of).filter(OLDEST::isNoLaterThan).isPresent()
        ? Optional.empty()
        : Optional.of(
            "the laboratory needs sqlite-jdbc "
                + OLDEST
                + " or later; the class path has "
                + version.orElse("none")
                + "\nDeclare org.xerial:sqlite-jdbc in such a version, or none, so that"
                + " org.labactors:lab-actors brings its own; with Spring Boot's parent, set the property"
                + " sqlite-jdbc.version.");
  }
}
