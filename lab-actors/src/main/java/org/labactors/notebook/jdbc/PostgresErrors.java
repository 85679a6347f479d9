package org.labactors.notebook.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import org.labactors.notebook.NotebookException;

/** What the errors of PostgreSQL mean, by the SQLSTATE codes of its manual, appendix A. */
final class PostgresErrors {

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
    if (isAway(state, failure)) {
      return NotebookException.unavailable(
          notebook
              + " cannot be reached: "
              + why
              + "\nMaybe its server is not running, or the network is down",
          failure);
    }
    return switch (state) {
      case "53100" ->
          NotebookException.unavailable(
              "the disk with " + notebook + " is full; make room on it", failure);
      case "55P03", "40001", "40P01" ->
          NotebookException.unavailable(
              notebook + " is locked by another session; end what it does there (" + why + ")",
              failure);
      case "25006" ->
          NotebookException.unavailable(notebook + " takes no changes at present: " + why, failure);
      case "42501" ->
          NotebookException.refused(
              notebook + ": " + why + "\nGrant the user CREATE and USAGE on the schema", failure);
      default -> NotebookException.refused(notebook + ": " + why, failure);
    };
  }

  /** Whether the server does not let the user in, or does not have the database. */
  private static boolean isRefusal(String state) {
    return state.startsWith("28") || state.equals("08004") || state.equals("3D000");
  }

  /** Whether the server cannot be reached, is starting or stopping, or has no room for us. */
  static boolean isAway(String state, SQLException failure) {
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("58")
        || (state.startsWith("53") && !state.equals("53100"))
        || failure.getCause() instanceof IOException;
  }
}
