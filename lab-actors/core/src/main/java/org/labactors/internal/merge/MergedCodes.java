package org.labactors.internal.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.RecordedCode;
import org.labactors.study.TrialRanges;

/**
 * The codes of several parts, with numbers of their own, and which of the chosen trials each made.
 */
final class MergedCodes {

  private final Map<RecordedCode, TrialRanges> trials = new LinkedHashMap<>();

  /** The number here of each code of a part, by its number there, by the part's location. */
  private final Map<String, Map<Integer, Integer>> numbers = new HashMap<>();

  private MergedCodes() {}

  /**
   * Reads the codes of parts.
   *
   * @param winner the location of the part whose results are taken where several have one
   */
  static MergedCodes of(List<Part> parts, Optional<String> winner) {
    MergedCodes merged = new MergedCodes();
    List<Part> order = new ArrayList<>(parts);
    order.sort(Comparator.comparing(part -> winner.equals(Optional.of(part.location())) ? 0 : 1));
    TrialRanges taken = new TrialRanges();
    for (Part part : order) {
      TrialRanges chosen = TrialRanges.upTo(part.results().tally().trials());
      chosen.removeAll(part.open());
      chosen.removeAll(taken);
      part.results()
          .codes()
          .forEach((code, made) -> merged.add(part, code, Part.common(chosen, made)));
      taken.addAll(chosen);
    }
    return merged;
  }

  private void add(Part part, RecordedCode code, TrialRanges chosen) {
    RecordedCode known =
        trials.keySet().stream()
            .filter(code::isSameAs)
            .findFirst()
            .orElseGet(() -> code.numbered(trials.size() + 1));
    trials.computeIfAbsent(known, fresh -> new TrialRanges()).addAll(chosen);
    numbers
        .computeIfAbsent(part.location(), fresh -> new HashMap<>())
        .put(code.number(), known.number());
  }

  /** Which code made which trials. */
  Map<RecordedCode, TrialRanges> trials() {
    return trials;
  }

  /** An entry of a part with the number that its code has here, or with none. */
  Provenance renumbered(Part part, Provenance entry) {
    if (entry.codeNumber().isEmpty()) {
      return entry;
    }
    Integer here =
        numbers.getOrDefault(part.location(), Map.of()).get(entry.codeNumber().getAsInt());
    return here == null ? entry.withoutCode() : entry.withCode(here);
  }
}
