package org.labactors.cli.internal.notebook;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Table;
import org.labactors.cli.internal.terminal.VisibleWriter;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.notebook.Audit;
import org.labactors.study.TrialRange;

/** What came of running trials of a result set again. */
public final class AuditReport {

  private static final int FEW = 10;

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  private final Audit audit;

  public AuditReport(Audit audit) {
    this.audit = audit;
  }

  /** How many trials ran again, and how many differ: {@code 100 of 10,000 recorded trials …}. */
  public String summary() {
    Audit.Findings findings = audit.findings();
    return Wording.count(audit.sample().count())
        + " of "
        + Wording.count(audit.provenance().recorded(), "recorded trial")
        + " ran again, "
        + (findings.differing() == 0 ? "all equal" : Wording.count(findings.differing()))
        + (findings.differing() == 0 ? "" : findings.differing() == 1 ? " differs" : " differ");
  }

  /** The lines of a short report, for a list of audits. */
  List<String> shortLines() {
    List<String> lines = new ArrayList<>();
    Map<String, String> facts = audit.provenance().facts();
    lines.add(
        "audited "
            + MINUTE.format(audit.provenance().began())
            + (facts.containsKey("user") ? " by " + facts.get("user") : "")
            + (facts.containsKey("host") ? " on " + facts.get("host") : "")
            + ": "
            + summary());
    lines.add("  " + sample());
    if (audit.findings().differing() > 0) {
      lines.add(
          "  differ: " + VisibleWriter.line(String.join(", ", audit.findings().names().keySet())));
    }
    return lines;
  }

  /** All there is to say, in lines that are indented. */
  public List<String> lines() {
    Audit.Findings findings = audit.findings();
    List<String> lines = new ArrayList<>();
    lines.add("  " + sample());
    lines.add(
        "  on another engine than before: "
            + Wording.count(findings.onOtherEngines())
            + "; on another host: "
            + Wording.count(findings.onOtherHosts()));
    if (!audit.tolerances().isEmpty()) {
      Map<String, Object> tolerances = new LinkedHashMap<>(audit.tolerances());
      lines.add("  within a tolerance: " + VisibleWriter.line(Wording.values(tolerances)));
    }
    if (findings.differing() > 0) {
      findings
          .names()
          .forEach(
              (name, trials) ->
                  lines.add(
                      "  "
                          + VisibleWriter.line(name)
                          + " differs in "
                          + Wording.count(trials, "trial")));
      mismatches().forEach(line -> lines.add("    " + line));
    }
    return lines;
  }

  private String sample() {
    Audit.Sample sample = audit.sample();
    StringBuilder text = new StringBuilder("drawn by --sample " + sample.size());
    sample
        .where()
        .forEach((name, value) -> text.append(" --where ").append(name).append('=').append(value));
    return VisibleWriter.line(text.append(" --seed ").append(sample.seed()).toString());
  }

  private List<String> mismatches() {
    List<Audit.Mismatch> all = audit.findings().mismatches();
    Table table = new Table(Set.of(0));
    table.row("trial", "what", "recorded", "again", "recorded by", "again by");
    all.stream()
        .limit(FEW)
        .forEach(
            each ->
                table.row(
                    Long.toString(each.trial()),
                    VisibleWriter.line(each.name()),
                    text(each.recorded()),
                    text(each.again()),
                    each.recordedBy(),
                    each.againBy()));
    List<String> lines = new ArrayList<>(table.lines());
    long more =
        audit.findings().names().values().stream().mapToLong(Long::longValue).sum()
            - Math.min(FEW, all.size());
    if (more > 0) {
      lines.add(
          "and " + Wording.count(more) + " more; the notebook keeps " + Wording.count(all.size()));
    }
    return lines;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "-" : VisibleWriter.line(Wording.value(value));
  }

  /** The audit by names, as canonical values. */
  Map<String, Object> facts() {
    Audit.Findings findings = audit.findings();
    Map<String, Object> facts = new LinkedHashMap<>(ResultSetReport.entry(audit.provenance()));
    facts.put("sample", audit.sample().size());
    facts.put("where", audit.sample().where());
    facts.put("seed", audit.sample().seed());
    facts.put("audited", audit.sample().count());
    facts.put("trials", audit.sample().trials().stream().map(AuditReport::ends).toList());
    facts.put("differing", findings.differing());
    facts.put("onOtherEngines", findings.onOtherEngines());
    facts.put("onOtherHosts", findings.onOtherHosts());
    facts.put("tolerances", audit.tolerances());
    facts.put("names", findings.names());
    facts.put("mismatches", findings.mismatches().stream().map(AuditReport::facts).toList());
    facts.put("suspects", findings.suspects());
    return facts;
  }

  private static List<Long> ends(TrialRange trials) {
    return List.of(trials.first(), trials.end());
  }

  private static Map<String, @Nullable Object> facts(Audit.Mismatch mismatch) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("trial", mismatch.trial());
    facts.put("name", mismatch.name());
    facts.put("recorded", mismatch.recorded());
    facts.put("again", mismatch.again());
    facts.put("recordedBy", mismatch.recordedBy());
    facts.put("againBy", mismatch.againBy());
    return facts;
  }
}
