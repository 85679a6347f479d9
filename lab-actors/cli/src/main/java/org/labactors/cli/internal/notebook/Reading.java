package org.labactors.cli.internal.notebook;

import java.nio.file.Files;
import java.util.Optional;
import org.labactors.Lab;
import org.labactors.internal.recording.EditRules;
import org.labactors.internal.text.SystemText;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet;

/** Opens notebooks that are only looked at: nothing is created and nothing changed. */
public final class Reading {

  private Reading() {}

  /**
   * An existing notebook.
   *
   * @throws NotebookException if there is none, or it cannot be read
   */
  public static Notebook open(String location) {
    return Lab.read(location);
  }

  /**
   * The notebook at a location, if there is one already.
   *
   * @throws NotebookException if it cannot be read
   */
  public static Optional<Notebook> openIfThere(String location) {
    if (location.equals(Lab.MEMORY)
        || (!location.startsWith("jdbc:") && !Files.exists(SystemText.path(location)))) {
      return Optional.empty();
    }
    return Optional.of(open(location));
  }

  /**
   * A result set of a notebook.
   *
   * @throws NotebookException if there is none of this tag; the text lists those that there are
   */
  public static ResultSet resultSet(Notebook notebook, String tag) {
    return notebook
        .resultSet(tag)
        .orElseThrow(
            () ->
                EditRules.unknown(
                    notebook.location(),
                    tag,
                    notebook.resultSets().stream().map(ResultSet::tag).toList()));
  }
}
