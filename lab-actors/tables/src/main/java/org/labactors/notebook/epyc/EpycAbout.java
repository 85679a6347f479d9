package org.labactors.notebook.epyc;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.Edits;
import org.labactors.notebook.ResultSet;

/** What a notebook of epyc says of itself, beside its result sets. */
final class EpycAbout {

  private String description = "";
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private boolean locked;

  void attribute(String name, @Nullable Object value) {
    switch (name) {
      case EpycFormat.DESCRIPTION -> {
        String text = value == null ? "" : EpycFormat.storable(String.valueOf(value));
        description = text.equals(EpycFormat.DEFAULT_DESCRIPTION) ? "" : text;
      }
      case EpycFormat.LOCKED -> locked = Boolean.TRUE.equals(value);
      case EpycFormat.OUR_ATTRIBUTES -> {
        if (value instanceof Map<?, ?> map) {
          map.forEach(
              (key, each) -> {
                if (each != null) {
                  attributes.put((String) key, each);
                }
              });
        }
      }
      default -> {
        // Who wrote it in which version, and which result set was current: nothing of that is here.
      }
    }
  }

  /**
   * Gives a notebook what is known, as far as it has nothing of its own.
   *
   * @param imported the result sets that came with it
   */
  void applyTo(
      WritableNotebook notebook, List<EpycImport.Imported> imported, Consumer<String> notes) {
    if (notebook.isFinished()) {
      return;
    }
    Edits edits = notebook.edits();
    if (!description.isEmpty() && !description.equals(notebook.description())) {
      if (notebook.description().isEmpty()) {
        edits.describe(description);
      } else {
        notes.accept("the notebook keeps its own description; that of epyc's is: " + description);
      }
    }
    Map<String, Object> fresh = new LinkedHashMap<>(attributes);
    fresh.keySet().removeAll(notebook.attributes().keySet());
    fresh.forEach(edits::setAttribute);
    if (locked) {
      lock(notebook, imported, notes);
    }
  }

  private static void lock(
      WritableNotebook notebook, List<EpycImport.Imported> imported, Consumer<String> notes) {
    Set<String> tags = new HashSet<>();
    imported.forEach(each -> tags.add(each.tag()));
    if (notebook.resultSets().stream().map(ResultSet::tag).allMatch(tags::contains)) {
      notebook.edits().finish();
    } else {
      notes.accept(
          "the notebook of epyc is locked; here only its result sets are finished, for the notebook"
              + " holds others too");
    }
  }
}
