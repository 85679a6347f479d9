package org.labactors.notebook.export;

import java.io.IOException;
import java.io.OutputStream;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;

/** A way of writing the rows of a result set down. It holds few of them at a time. */
public interface Export {

  /**
   * Writes the rows that a query asks for, in the order of trials unless the format says otherwise.
   *
   * @param out what is written to; it is flushed, and left open
   * @return how many rows were written
   * @throws org.labactors.notebook.NotebookException if the query asks for parameters that there
   *     are not, or a running study adds columns while this goes on
   * @throws IOException if it cannot be written
   */
  long write(ResultSet resultSet, Query query, OutputStream out) throws IOException;

  /**
   * Writes all result sets of a notebook, with what is said of the notebook itself.
   *
   * @param out what is written to; it is flushed, and left open
   * @return how many rows were written
   * @throws org.labactors.notebook.NotebookException as {@link #write(ResultSet, Query,
   *     OutputStream)} does, or if the format is one of tables, which hold one result set
   * @throws IOException if it cannot be written
   */
  default long write(Notebook notebook, OutputStream out) throws IOException {
    throw NotebookException.refused("this format holds one result set; name its tag");
  }
}
