package org.labactors.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.labactors.experiment.Trial;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;

/**
 * A request in JSON, such as {@code
 * {"trial":17,"replicate":0,"seed":123,"parameters":{"beta":0.5}}}. NaN and the infinities are
 * written as Python, Julia and Java read them.
 */
public final class JsonRequest implements Protocol {

  @Override
  public void write(Trial trial, OutputStream line) throws IOException {
    StringBuilder json = new StringBuilder("{\"trial\":").append(trial.number());
    json.append(",\"replicate\":").append(trial.replicate());
    json.append(",\"seed\":").append(ResidentProgram.seed(trial)).append(",\"parameters\":");
    ValueJson.append(json, trial.parameters(), JsonDialect.PROGRAM);
    line.write(json.append("}\n").toString().getBytes(StandardCharsets.US_ASCII));
  }
}
