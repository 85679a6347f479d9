package org.labactors.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Point;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.text.SystemText;

/**
 * A program in any language as an experiment: started anew for each trial, given the parameters,
 * and asked for its results on its standard output.
 *
 * <p>In the arguments and in the values of the environment variables, {@code {beta}} stands for the
 * parameter {@code beta}, {@code {_seed}} for the trial's seed, a whole number from 0 to 2⁶³ − 1,
 * and {@code {_replicate}} for the replicate; a brace written twice is a brace. Arrays and maps are
 * written as JSON. All of it reaches the program in UTF-8, whatever the locale of the engine. The
 * variables {@code LAB_SEED} and {@code LAB_REPLICATE} are always there, and the locale is {@code
 * C.UTF-8} ({@code LANG}; no {@code LC_…}), so that nothing depends on that of the machine. All
 * other variables are those of the engine.
 *
 * <p>The program runs in a folder of its own, in which the attached files are, and which is removed
 * when it has ended. If it is called off or runs out of time, it is ended with all processes that
 * it started, without being asked; so is what it leaves behind when it ends by itself. An exit code
 * that is not 0, output that cannot be read, too much output, or processes that still hold its
 * output open five seconds after its end make the trial a failed one. What the program wrote to its
 * standard error is part of the failure.
 *
 * @param command the program and its arguments. A program that is no attached file is looked for on
 *     the PATH of the engine, or has an absolute path
 * @param environment further environment variables
 * @param input what is on its standard input; by default, in a run file, none
 * @param output how it writes its results; by default, in a run file, json
 * @param files files that the program needs, 64 MiB together at most; in every trial's folder is a
 *     copy of each
 * @param outputLimit how many bytes it may write to its standard output, and to its standard error;
 *     256 MiB at most; by default, in a run file, 16 MiB
 */
public record Command(
    List<String> command,
    Map<String, String> environment,
    Input input,
    Output output,
    List<Attachment> files,
    long outputLimit)
    implements Experiment {

  /** How many bytes of files a study may have. */
  static final long MOST_ATTACHED = 64L * 1024 * 1024;

  /** How many of these are part of its text; of files beyond that the text has the SHA-256. */
  static final long MOST_INLINE = 512 * 1024;

  private static final long USUAL_LIMIT = 16L * 1024 * 1024;
  private static final long HIGHEST_LIMIT = 256L * 1024 * 1024;
  private static final String SEED = "_seed";
  private static final String REPLICATE = "_replicate";
  private static final String SEED_VARIABLE = "LAB_SEED";
  private static final String REPLICATE_VARIABLE = "LAB_REPLICATE";

  /** NaN and the infinities are written as Python and Java read them; JSON itself has none. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  public Command {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    files = AttachedFiles.checked(files);
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new IllegalArgumentException(
          "command names no program; write it as [program, argument, …]");
    }
    for (int i = 0; i < command.size(); i++) {
      parsed("command[" + i + "]", command.get(i));
    }
    environment.forEach(Command::checkVariable);
    if (outputLimit < 1 || outputLimit > HIGHEST_LIMIT) {
      throw new IllegalArgumentException(
          "outputLimit is " + outputLimit + "; it must be from 1 to " + HIGHEST_LIMIT + " bytes");
    }
  }

  /** A program without input, that writes its results as JSON. */
  public Command(String... command) {
    this(List.of(command), Map.of(), Input.NONE, Output.JSON, List.of(), USUAL_LIMIT);
  }

  @JsonCreator
  private Command(
      List<String> command,
      @Nullable Map<String, String> environment,
      @Nullable Input input,
      @Nullable Output output,
      @Nullable List<Attachment> files,
      @Nullable Long outputLimit) {
    this(
        command,
        environment == null ? Map.of() : environment,
        input == null ? Input.NONE : input,
        output == null ? Output.JSON : output,
        files == null ? List.of() : files,
        outputLimit == null ? USUAL_LIMIT : (long) outputLimit);
  }

  /** With other environment variables. */
  public Command environment(Map<String, String> variables) {
    return new Command(command, variables, input, output, files, outputLimit);
  }

  /** With another standard input. */
  public Command input(Input input) {
    return new Command(command, environment, input, output, files, outputLimit);
  }

  /** With its results in another form. */
  public Command output(Output output) {
    return new Command(command, environment, input, output, files, outputLimit);
  }

  /** With other files. */
  public Command files(Attachment... files) {
    return new Command(command, environment, input, output, List.of(files), outputLimit);
  }

  /** With other files. */
  public Command files(List<Attachment> files) {
    return new Command(command, environment, input, output, files, outputLimit);
  }

  /** With another limit of its output. */
  public Command outputLimit(long bytes) {
    return new Command(command, environment, input, output, files, bytes);
  }

  private static void checkVariable(String name, String value) {
    if (name.isEmpty() || name.startsWith("-") || name.contains("=")) {
      throw new IllegalArgumentException(
          "environment has a variable '"
              + name
              + "'; a name must not be empty, begin with - or have a =");
    }
    if (List.of(SEED_VARIABLE, REPLICATE_VARIABLE, Mark.VARIABLE).contains(name)) {
      throw new IllegalArgumentException(
          "environment has the variable "
              + name
              + ", which is the lab's own; give it another name");
    }
    parsed("environment." + name, value);
  }

  static String tooLarge(long bytes) {
    return String.format(
        Locale.ROOT,
        "%,d bytes are too much to travel with a study; %,d at most. Put large files on every"
            + " machine and name them by their absolute paths",
        bytes,
        MOST_ATTACHED);
  }

  /** Refuses a program that is nowhere a trial could find it. */
  private void checkProgram() {
    String program = command.get(0);
    if (!SystemText.passes(program)) {
      return; // No file that is attached here has that name.
    }
    Path path = Path.of(program);
    boolean attached = files.stream().anyMatch(file -> isIn(path, file));
    if (program.contains("/") && !path.isAbsolute() && !program.contains("{") && !attached) {
      throw new IllegalArgumentException(
          "command[0] is "
              + program
              + ", which is not in the folder of a trial; name it in files, or give its absolute"
              + " path");
    }
  }

  private static boolean isIn(Path path, Attachment file) {
    return path.normalize().equals(Path.of(file.name()).normalize());
  }

  private static Template parsed(String where, String text) {
    try {
      return Template.of(text);
    } catch (IllegalArgumentException refusal) {
      throw new IllegalArgumentException(where + ": " + refusal.getMessage(), refusal);
    }
  }

  @Override
  public void check(Point point) {
    checkProgram();
    for (int i = 0; i < command.size(); i++) {
      check("command[" + i + "]", command.get(i), point);
    }
    environment.forEach((name, value) -> check("environment." + name, value, point));
  }

  private static void check(String where, String text, Point point) {
    for (String name : Template.of(text).names()) {
      if (!name.equals(SEED) && !name.equals(REPLICATE) && point.get(name) == null) {
        throw new IllegalArgumentException(
            where
                + " = "
                + text
                + ": there is no parameter '"
                + name
                + "'; there are "
                + point.names()
                + ", _seed and _replicate. For braces of the text write {{ and }}");
      }
    }
  }

  @Override
  public Values run(Trial trial) throws Exception {
    Map<String, @Nullable Object> given = given(trial);
    try (Scratch scratch = Scratch.with(files)) {
      Execution execution =
          new Execution(
              command.stream().map(text -> filled(text, given)).toList(),
              variables(given),
              scratch,
              input == Input.JSON ? document(given, scratch) : null,
              outputLimit);
      Written written = execution.run();
      try {
        return output.read(written.text());
      } catch (IllegalArgumentException unreadable) {
        throw execution.failed(
            "cannot read its standard output: " + unreadable.getMessage(), written, null);
      }
    }
  }

  private static Map<String, @Nullable Object> given(Trial trial) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>(trial.parameters());
    given.put(SEED, trial.seed() & Long.MAX_VALUE); // many libraries take no negative seed
    given.put(REPLICATE, (long) trial.replicate());
    return given;
  }

  private Map<String, String> variables(Map<String, @Nullable Object> given) {
    Map<String, String> variables = new TreeMap<>();
    environment.forEach((name, value) -> variables.put(name, filled(value, given)));
    variables.put(SEED_VARIABLE, text(given.get(SEED)));
    variables.put(REPLICATE_VARIABLE, text(given.get(REPLICATE)));
    return variables;
  }

  private static Path document(Map<String, @Nullable Object> given, Scratch scratch)
      throws IOException {
    return Files.write(scratch.input(), JSON.writeValueAsBytes(given));
  }

  private static String filled(String text, Map<String, @Nullable Object> given) {
    return Template.of(text)
        .fill(
            name -> {
              if (!given.containsKey(name)) {
                throw new IllegalArgumentException(
                    text + ": there is no parameter '" + name + "'; there are " + given.keySet());
              }
              return text(given.get(name));
            });
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    try {
      return value instanceof List<?> || value instanceof Map<?, ?>
          ? JSON.writeValueAsString(value)
          : value.toString();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
