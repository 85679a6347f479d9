package org.labactors.notebook.epyc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.labactors.design.Design;
import org.labactors.design.Order;
import org.labactors.design.Points;
import org.labactors.notebook.export.ImportedExperiment;
import org.labactors.notebook.export.NoPoints;
import org.labactors.study.Study;

/** What must be known of a result set of epyc before its results can be recorded. */
final class EpycOutline {

  /** What epyc says of a result set of which nobody has said what it is. */
  private static final Pattern DEFAULT_DESCRIPTION =
      Pattern.compile("Results collected on \\d{4}-\\d\\d-\\d\\d .*");

  private final String tag;
  private final EpycNames names = new EpycNames();
  private final List<Map<String, @Nullable Object>> points = new ArrayList<>();
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final Set<String> derived = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private final boolean isDefault;
  private String description = "";
  private String experiment = "";
  private boolean locked;
  private boolean anyNeverRun;
  private @Nullable Object lastTrial;

  /**
   * Of a result set of which nothing is known yet.
   *
   * @param there its tag in epyc's notebook
   * @param tag its tag here
   */
  EpycOutline(String there, String tag) {
    this.tag = tag;
    this.isDefault = there.equals(EpycFormat.DEFAULT_RESULT_SET);
    if (!there.equals(tag)) {
      notes.add("the result set '" + there + "' is '" + tag + "' here");
    }
  }

  /** Its tag here. */
  String tag() {
    return tag;
  }

  String description() {
    return description;
  }

  /** The user's attributes, by name. */
  Map<String, Object> attributes() {
    return attributes;
  }

  boolean isLocked() {
    return locked;
  }

  /** Whether trials of it were cancelled before they ran, which its lock does again. */
  boolean hasNeverRun() {
    return anyNeverRun;
  }

  /** What has another name here, in texts for the user. */
  List<String> notes() {
    return notes;
  }

  /** Whether it is no more than the default result set that each of epyc's notebooks has. */
  boolean isNothing() {
    return isDefault
        && points.isEmpty()
        && attributes.isEmpty()
        && (description.isEmpty() || DEFAULT_DESCRIPTION.matcher(description).matches());
  }

  void attribute(String name, @Nullable Object value) {
    switch (name) {
      case EpycFormat.DESCRIPTION ->
          description = value == null ? "" : EpycFormat.storable(String.valueOf(value));
      case EpycFormat.LOCKED -> locked = Boolean.TRUE.equals(value);
      case EpycFormat.OUR_STUDY -> {
        // It is not the study of what was imported.
      }
      case EpycFormat.OUR_NAMES -> names.restore(value);
      case EpycFormat.OUR_DERIVED -> {
        if (value instanceof List<?> list) {
          list.forEach(each -> derived.add(String.valueOf(each)));
        }
      }
      default -> {
        if (value != null) {
          attributes.put(attributeName(EpycFormat.ownName(name)), value);
        }
      }
    }
  }

  private String attributeName(String there) {
    String name = there.isBlank() ? EpycTags.PREFIX + there : EpycFormat.storable(there);
    if (!name.equals(there)) {
      notes.add("the attribute '" + there + "' is '" + name + "' here");
    }
    return name;
  }

  void result(EpycResult result) {
    if (experiment.isEmpty()) {
      experiment = result.experiment();
    }
    names.see(EpycFormat.RESULTS, result.results());
    names.see(EpycFormat.METADATA, result.metadata());
    anyNeverRun |= result.isNeverRun();
    if (!isNextRow(result)) {
      point(result.parameters());
    }
  }

  void pending(Map<String, @Nullable Object> parameters) {
    point(parameters);
  }

  /** Whether a result is a further row of the trial before. */
  boolean isNextRow(EpycResult result) {
    Object trial = result.trial();
    boolean same = trial != null && trial.equals(lastTrial) && !result.isFirstRow();
    lastTrial = trial;
    return same;
  }

  private void point(Map<String, @Nullable Object> parameters) {
    names.see(EpycFormat.PARAMETERS, parameters);
    points.add(parameters);
  }

  /** All is told: gives everything its name here, and goes back to the first result. */
  void end() {
    notes.addAll(names.complete());
    points.replaceAll(point -> names.renamed(EpycFormat.PARAMETERS, point));
    lastTrial = null;
  }

  /** A result under the names it has here. */
  EpycResult renamed(EpycResult result) {
    return new EpycResult(
        names.renamed(EpycFormat.PARAMETERS, result.parameters()),
        names.renamed(EpycFormat.RESULTS, result.results()),
        names.renamed(EpycFormat.METADATA, result.all()));
  }

  /**
   * The study under which the results are recorded: their points in the order of the file, one
   * trial each. A parameter that some of them have not is no part of it.
   */
  Study study() {
    return Study.of(new ImportedExperiment(experiment))
        .design(design())
        .order(Order.SEQUENTIAL)
        .seed(0);
  }

  private Design design() {
    if (points.isEmpty()) {
      return new NoPoints();
    }
    Set<String> common = parameters();
    List<List<Object>> rows = new ArrayList<>(points.size());
    for (Map<String, @Nullable Object> point : points) {
      List<Object> row = new ArrayList<>(common.size());
      for (String name : common) {
        Object value = point.get(name);
        if (value != null) {
          row.add(value);
        }
      }
      rows.add(row);
    }
    return new Points(List.copyOf(common), rows);
  }

  /** The parameters that every point has. */
  Set<String> parameters() {
    Set<String> common = new LinkedHashSet<>();
    if (!points.isEmpty()) {
      common.addAll(new TreeMap<>(points.get(0)).keySet());
      common.removeAll(derived);
      for (Map<String, @Nullable Object> point : points) {
        common.removeIf(name -> point.get(name) == null);
      }
    }
    return common;
  }
}
