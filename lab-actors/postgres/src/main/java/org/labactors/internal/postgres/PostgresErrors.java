package org.labactors.internal.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.labactors.notebook.NotebookException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the errors of PostgreSQL mean, by the SQLSTATE codes of its manual, appendix A. */
final class PostgresErrors {

  static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** What pgbouncer says, whatever is wrong. */
  private static final String POOLERS = "08P01";

  /** Binary data of another form than the column's type: it is the table that has changed. */
  private static final Set<String> ABOUT_THE_TABLE = Set.of("22P03", "22P04");

  /**
   * A row or a value is too large, or breaks a rule that the user added to the table. A trigger
   * that refuses a row, or a row of another table that is missing, may be otherwise later.
   */
  private static final Set<String> ABOUT_VALUES =
      Set.of("23502", "23505", "23514", "23P01", "54000", "54001");

  private PostgresErrors() {}

  /**
   * A failure in words for the user, and whether it may pass.
   *
   * @param address where the notebook is
   * @param connected whether there was a connection before, so that whatever keeps others from
   *     being made may pass
   */
  static NotebookException explain(
      PostgresAddress address, boolean connected, SQLException failure) {
    String notebook = "the notebook '" + address.url() + "'";
    String why = String.valueOf(failure.getMessage());
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    if (isRefusal(state)) {
      String text =
          notebook
              + " refuses the connection: "
              + why
              + "\nThe user is the address's ?user=…, else PGUSER; the password is PGPASSWORD, else"
              + " that in the file ~/.pgpass or the one that PGPASSFILE names";
      return connected
          ? NotebookException.unavailable(text, failure)
          : NotebookException.refused(text, failure);
    }
    if (isAboutValues(state, failure)) {
      return NotebookException.unrecordable(notebook + " cannot hold a value: " + why, failure);
    }
    return switch (state) {
      case "53100" ->
          NotebookException.unavailable(
              "the disk with " + notebook + " is full; make room on it", failure);
      case "53300" ->
          NotebookException.unavailable(
              notebook
                  + " takes no more connections: "
                  + why
                  + "\nEnd others, or raise the limit: of the role (ALTER ROLE … CONNECTION LIMIT),"
                  + " of the database, or max_connections of the server",
              failure);
      case "55P03", "40001", "40P01" ->
          NotebookException.unavailable(
              notebook + " is locked by another session; end what it does there (" + why + ")",
              failure);
      case "25006" ->
          NotebookException.unavailable(notebook + " takes no changes at present: " + why, failure);
      case "57014" ->
          NotebookException.unavailable(
              "the server of "
                  + notebook
                  + " called a statement off, since somebody cancelled it or it took too long: "
                  + why,
              failure);
      default ->
          isAway(state, failure)
              ? away(notebook, why, failure)
              : isPassing(state)
                  ? NotebookException.unavailable(notebook + ": " + why, failure)
                  : NotebookException.refused(notebook + ": " + why, failure);
    };
  }

  /**
   * A right that is missing, which may be granted.
   *
   * @param grants the statements that would, if they are known
   */
  static NotebookException missingRight(
      PostgresAddress address, SQLException failure, List<String> grants) {
    return NotebookException.refused(
        "the notebook '"
            + address.url()
            + "': "
            + failure.getMessage()
            + (grants.isEmpty()
                ? "\nGrant the user what is missing"
                : "\nGrant what is missing: " + String.join("; ", grants)),
        failure);
  }

  private static NotebookException away(String notebook, String why, SQLException failure) {
    return NotebookException.unavailable(
        notebook
            + " cannot be reached: "
            + why
            + (POOLERS.equals(failure.getSQLState())
                ? "\nMaybe a pooler before its server does not allow it, or has no server"
                : "\nMaybe its server is not running, or the network is down"),
        failure);
  }

  /** Whether the server does not let the user in, or does not have the database. */
  private static boolean isRefusal(String state) {
    return state.startsWith("28") || state.equals("08004") || state.equals("3D000");
  }

  private static boolean isAboutValues(String state, SQLException failure) {
    return (state.startsWith("22") && !ABOUT_THE_TABLE.contains(state))
        || (ABOUT_VALUES.contains(state) && !isAboutKey(failure));
  }

  /** Whether a trial is there already, which its values have nothing to do with. */
  private static boolean isAboutKey(SQLException failure) {
    ServerErrorMessage said =
        failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
    String constraint = said == null ? null : said.getConstraint();
    return constraint != null && constraint.startsWith(PostgresTables.KEY);
  }

  /** Whether the server cannot be reached, is starting or stopping, or has broken off. */
  private static boolean isAway(String state, SQLException failure) {
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("25P03")
        || state.startsWith("25P04")
        || failure.getCause() instanceof IOException;
  }

  /** Whether the server is short of something, or in the midst of something else. */
  private static boolean isPassing(String state) {
    return state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("55")
        || state.startsWith("57")
        || state.startsWith("58");
  }
}
