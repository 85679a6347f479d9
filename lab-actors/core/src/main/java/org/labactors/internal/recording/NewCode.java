package org.labactors.internal.recording;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.labactors.internal.reach.CodeNow;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.RecordedCode;

/** The code of here and now as a notebook has it. */
public final class NewCode {

  private NewCode() {}

  /** With the number 0. */
  public static RecordedCode of(CodeNow now) {
    Map<String, String> here = Provenance.here();
    Map<String, String> facts = new TreeMap<>(now.git());
    for (String fact : new String[] {"java", "lab-actors", "host"}) {
      facts.put(fact, here.getOrDefault(fact, ""));
    }
    return new RecordedCode(
        0, now.parts().digest(), Instant.now(), facts, now.jars(), now.parts(), now.experiment());
  }
}
