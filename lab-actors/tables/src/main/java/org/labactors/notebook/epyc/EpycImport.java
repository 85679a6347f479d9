package org.labactors.notebook.epyc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.EditableNotebook;

/**
 * Takes the result sets of an epyc JSON notebook (its version 2) into a notebook.
 *
 * <p>They have no study. One is made for them: the points at which there are results, in the order
 * of the file, a trial each, of an {@code ImportedExperiment}, which cannot run. A parameter that
 * some results do not have is recorded as a derived one. Pending results, which nobody will ever
 * compute, are recorded as cancelled; so the study is complete.
 *
 * <p>Whatever cannot have its name here gets another one, which is told. The notebook takes over
 * description, attributes and lock where it has none of its own, and holds nothing else.
 *
 * <p>The file is read twice, and the points of all result sets are in memory meanwhile.
 */
public final class EpycImport {

  /**
   * What came of a result set.
   *
   * @param tag its tag here
   * @param results how many rows it has
   * @param pending how many pending results it had
   */
  public record Imported(String tag, long results, long pending) {}

  private EpycImport() {}

  /**
   * Imports all result sets, but the default one of epyc's if nothing was done with it. Importing
   * the same file again changes nothing, and completes what was interrupted.
   *
   * @param notes is told what has another name or value here than there, in texts for the user
   * @return what was imported, in the order of the file
   * @throws org.labactors.notebook.NotebookException if the file is no such notebook, or a result
   *     set cannot be imported, in which case nothing is; or if a tag holds other results already,
   *     in which case the result sets before it are imported
   */
  public static List<Imported> into(EditableNotebook target, Path file, Consumer<String> notes) {
    WritableNotebook notebook = WritableNotebook.of(target);
    Outlines outlines = new Outlines(new EpycTags(notebook));
    Optional<String> large = EpycReader.read(file, outlines);
    outlines.found.stream()
        .filter(outline -> !outline.isNothing())
        .forEach(outline -> tell(outline, notes));
    large.ifPresent(
        number ->
            notes.accept(
                "whole numbers of more than 64 bits are text here, such as \"" + number + "\""));
    List<Imported> imported;
    try (Records records = new Records(notebook, outlines.found.iterator())) {
      var unused = EpycReader.read(file, records);
      imported = records.imported;
    }
    outlines.about.applyTo(notebook, imported, notes);
    return imported;
  }

  /** As {@link #into(EditableNotebook, Path, Consumer)}, for those who need not be told. */
  public static List<Imported> into(EditableNotebook notebook, Path file) {
    return into(notebook, file, note -> {});
  }

  private static void tell(EpycOutline outline, Consumer<String> notes) {
    outline
        .notes()
        .forEach(
            note ->
                notes.accept(
                    note.startsWith("the result set") ? note : outline.tag() + ": " + note));
  }

  /** Finds out what there is. */
  private static final class Outlines implements EpycReader.Visitor {

    private final EpycTags tags;
    private final List<EpycOutline> found = new ArrayList<>();
    private final EpycAbout about = new EpycAbout();

    Outlines(EpycTags tags) {
      this.tags = tags;
    }

    @Override
    public void notebook(String name, @Nullable Object value) {
      about.attribute(name, value);
    }

    @Override
    public void begin(String tag) {
      found.add(new EpycOutline(tag, tags.of(tag)));
    }

    private EpycOutline last() {
      return found.get(found.size() - 1);
    }

    @Override
    public void attribute(String name, @Nullable Object value) {
      last().attribute(name, value);
    }

    @Override
    public void result(
        Map<String, @Nullable Object> parameters,
        Map<String, @Nullable Object> results,
        Map<String, @Nullable Object> metadata) {
      last().result(EpycResult.of(parameters, results, metadata));
    }

    @Override
    public void pending(String job, Map<String, @Nullable Object> parameters) {
      last().pending(parameters);
    }

    @Override
    public void end() {
      last().end();
    }
  }

  /** Records what was found. */
  private static final class Records implements EpycReader.Visitor, AutoCloseable {

    private final WritableNotebook notebook;
    private final Iterator<EpycOutline> outlines;
    private final List<Imported> imported = new ArrayList<>();
    private @Nullable EpycRecording recording;

    Records(WritableNotebook notebook, Iterator<EpycOutline> outlines) {
      this.notebook = notebook;
      this.outlines = outlines;
    }

    @Override
    public void notebook(String name, @Nullable Object value) {}

    @Override
    public void begin(String tag) {
      EpycOutline outline = outlines.next();
      recording = outline.isNothing() ? null : new EpycRecording(notebook, outline);
    }

    @Override
    public void attribute(String name, @Nullable Object value) {}

    @Override
    public void result(
        Map<String, @Nullable Object> parameters,
        Map<String, @Nullable Object> results,
        Map<String, @Nullable Object> metadata) {
      if (recording != null) {
        recording.result(EpycResult.of(parameters, results, metadata));
      }
    }

    @Override
    public void pending(String job, Map<String, @Nullable Object> parameters) {
      if (recording != null) {
        recording.pending(job);
      }
    }

    @Override
    public void end() {
      if (recording != null) {
        imported.add(recording.end());
      }
      close();
    }

    @Override
    public void close() {
      if (recording != null) {
        recording.close();
        recording = null;
      }
    }
  }
}
